"""Templates to HTML: one environment per language, everything escaped, nothing undefined."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from hilft.cases import written
from hilft.web.assets import address
from hilft.web.languages import CODES, Language, language
from hilft.web.linking import lang_attribute, pieces, without_names

_ROOM = Path(__file__).parent
_TONES = 8


@cache
def environment(code: str) -> Environment:
    """Give the environment of a language; made once, templates stay compiled."""
    spoken = language(code)
    made = Environment(
        loader=FileSystemLoader(_ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(spoken.gettext, spoken.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(asset=address, language=spoken, languages=CODES, told=spoken.told)
    made.filters.update(
        tone=tone,
        initials=initials,
        code=written,
        without_names=without_names,
        pieces=pieces,
        lang_attribute=lang_attribute,
    )
    return made


def paint(template: str, spoken: Language, values: Mapping[str, object]) -> Markup:
    """Render one template, e.g. ``inbox/page.html``."""
    return Markup(environment(spoken.code).get_template(template).render(values))  # noqa: S704 - autoescaped


def paint_form(source: str, spoken: Language, values: Mapping[str, str]) -> Markup:
    """Render the form fields that a channel's folder brings along; ``values``: the settings so far, never secrets."""
    return Markup(_form(source, spoken.code).render(values=values))  # noqa: S704 - autoescaped


@cache
def _form(source: str, code: str) -> Template:
    return environment(code).from_string(source)


def tone(name: str) -> int:
    """Give somebody one of eight quiet colours, always the same."""
    return hashlib.blake2b(name.encode(), digest_size=1).digest()[0] % _TONES


def initials(name: str) -> str:
    """Take the first letters of the first and last word: what stands where a picture is missing."""
    words = [word for word in name.lstrip("@").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
