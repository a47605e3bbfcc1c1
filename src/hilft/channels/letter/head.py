"""The letterhead: who writes, from where, in which language its own words are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from hilft.channels.contract import N_, Refused
from hilft.channels.letter.typeface import missing_signs

_LONGEST = 80
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What the sheet says by itself."""

    date: str
    case: str
    person: str
    status: str
    answers: str
    page: str


_GERMAN = Words(
    "Datum",
    "Ihr Fall",
    "Bei uns für Sie da",
    "So steht Ihr Fall",
    "Ihr Brief vom {date}",
    "Seite {page} von {pages}",
)
_ENGLISH = Words(
    "Date",
    "Your case",
    "Here for you",
    "How your case stands",
    "Your letter of {date}",
    "Page {page} of {pages}",
)


@dataclass(frozen=True, slots=True)
class Head:
    """One line each; ``language`` is ``de`` or ``en``."""

    name: str
    street: str
    place: str
    contact: str
    footer: str
    language: str

    @property
    def words(self) -> Words:
        return _ENGLISH if self.language == "en" else _GERMAN


def head_of(settings: Mapping[str, str]) -> Head:
    """Read an account's settings. Raises Refused for what no letterhead can show."""
    name, street, place = (_line(settings, each, _LONGEST) for each in ("name", "street", "place"))
    if not (name and street and place):
        raise Refused(
            N_("A letterhead needs a name, a street and a place, each on one line of at most 80 characters.")
        )
    language = settings.get("language", "").strip().lower() or "de"
    if language not in {"de", "en"}:
        raise Refused(N_("The language of a letterhead is de or en."))
    head = Head(
        name,
        street,
        place,
        _line(settings, "contact", _LONGEST_LINE),
        _line(settings, "footer", _LONGEST_LINE),
        language,
    )
    missing = missing_signs(f"{head.name}{head.street}{head.place}{head.contact}{head.footer}")
    if missing:
        raise Refused(
            N_("A letter cannot show these signs: {signs}. Say it in words."), signs=" ".join(missing)
        )
    return head


def _line(settings: Mapping[str, str], name: str, longest: int) -> str:
    text = " ".join(settings.get(name, "").split())
    return text if text.isprintable() and len(text) <= longest else ""
