"""Who looks at a page, in which language, and how it is painted."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from hilft.town.pages.words import LANGUAGES, WORDS
from hilft.town.state.accounts import Account
from hilft.town.town import Town

WHO, LANGUAGE = "town_citizen", "town_language"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TEMPLATES = Environment(
    loader=PackageLoader("hilft.town"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(slots=True)
class Visit:
    town: Town
    request: Request
    citizens: list[Account]
    me: Account | None
    language: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    def paint(self, template: str, status: int = 200, policy: str = POLICY, **facts: Any) -> HTMLResponse:  # noqa: ANN401
        body = TEMPLATES.get_template(template).render(
            t=self.words,
            language=self.language,
            me=self.me,
            citizens=self.citizens,
            here=self.request.url.path,
            title=self.town.settings.title,
            **facts,
        )
        return HTMLResponse(
            body,
            status,
            headers={
                "Content-Security-Policy": policy,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "same-origin",
                "Cache-Control": "no-store",
            },
        )

    def is_foreign(self) -> bool:
        """Whether a form was sent by another site: anybody may be Otto here, but only from here."""
        origin = self.request.headers.get("origin")
        return origin is not None and urlsplit(origin).netloc != self.request.headers.get("host")


def visit(town: Town, request: Request) -> Visit:
    named = (town.state.accounts.named(handle) for handle in town.settings.citizens)
    citizens = [account for account in named if account is not None]
    chosen = request.cookies.get(WHO)
    me = next((account for account in citizens if account.username == chosen), None)
    me = me or (citizens[0] if citizens else None)
    return Visit(town, request, citizens, me, _language(request))


def safe_path(path: str) -> str:
    """A path of this site, or the start page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _language(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE)
    if chosen in LANGUAGES:
        return str(chosen)
    for part in request.headers.get("accept-language", "").split(","):
        wanted = part.partition(";")[0].strip()[:2].lower()
        if wanted in LANGUAGES:
            return wanted
    return "en"
