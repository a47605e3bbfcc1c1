"""One request as a view sees it: who, which brand, which language, one transaction, one time."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hilft.accounts import Brand
from hilft.db import Connection, Transaction
from hilft.problems import Forbidden, Problem
from hilft.staff import Agent, Role, Session
from hilft.web.cookies import mask
from hilft.web.house import House
from hilft.web.languages import Language
from hilft.web.paint import paint
from hilft.web.times import Clock


class SignedOut(Problem):
    """You are signed out. Sign in again and go on; what you typed is kept."""

    status = 401


class NoBrand(Problem):
    """There is no brand yet: the first run is not finished."""

    status = 503


class AdministratorsOnly(Forbidden):
    """Only administrators may do this."""


@dataclass(slots=True)
class Visit:
    house: House
    request: Request
    language: Language
    now: datetime
    form: FormData
    open_tx: Transaction | None = field(default=None, repr=False)
    open_brand: Brand | None = None
    session: Session | None = None
    copy_reason: str = ""
    "Why this desk is a copy that stays silent, an English sentence; empty: it is none."

    @property
    def tx(self) -> Transaction:
        assert self.open_tx is not None
        return self.open_tx

    @property
    def conn(self) -> Connection:
        return self.tx.conn

    @property
    def brand(self) -> Brand:
        """The brand of the visit; raises NoBrand before the first run."""
        if self.open_brand is None:
            raise NoBrand
        return self.open_brand

    @property
    def agent(self) -> Agent:
        """Who is signed in; raises SignedOut."""
        if self.session is None:
            raise SignedOut
        return self.session.agent

    @property
    def admin(self) -> Agent:
        """Who is signed in; raises AdministratorsOnly for everybody else."""
        if self.agent.role is not Role.ADMIN:
            raise AdministratorsOnly
        return self.agent

    @property
    def secure(self) -> bool:
        return self.house.origin.startswith("https:") or self.request.url.scheme == "https"

    @property
    def wants_json(self) -> bool:
        return "application/json" in self.request.headers.get("accept", "")

    @property
    def clock(self) -> Clock:
        zone = ZoneInfo(self.open_brand.zone) if self.open_brand else ZoneInfo("UTC")
        return Clock(zone, self.language, self.now)

    def text(self, name: str, default: str = "") -> str:
        """Give a text field as it was typed, line ends as a single newline; an uploaded file counts as absent."""
        value = self.form.get(name, default)
        return value.replace("\r\n", "\n") if isinstance(value, str) else default

    def query(self, name: str, default: str = "") -> str:
        return self.request.query_params.get(name, default)

    def paint(self, template: str, **values: object) -> str:
        """Render a template with what every template may use."""
        return paint(template, self.language, self._common() | values)

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        headers = {"Cache-Control": "no-store"} if self.session else {"Cache-Control": "no-cache"}
        return HTMLResponse(self.paint(template, **values), status, headers)

    def done(self, go: str, toast: str = "", **facts: object) -> Response:
        """Answer a form: a script gets the facts, a plain page goes to ``go``."""
        if self.wants_json:
            return JSONResponse({"go": go, "toast": toast} | facts, headers={"Cache-Control": "no-store"})
        return RedirectResponse(go, 303)

    def _common(self) -> dict[str, object]:
        return {
            "visit": self,
            "me": self.session.agent if self.session else None,
            "brand": self.open_brand,
            "csrf": mask(self.session.csrf) if self.session else "",
            "clock": self.clock,
            "path": self.request.url.path,
        }
