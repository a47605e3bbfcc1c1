"""The form of opening hours: what is typed as a document, a document as what is typed. No rule lives here."""

from typing import Any

from hilft import hours
from hilft.hours import WEEKDAYS, Hours
from hilft.web.languages import N_
from hilft.web.visit import Visit

CLOSED = N_("closed")
TEXTS = ("zone", "holidays", "half_days", "exceptions", "own_holidays", "open_holidays", "valid_from")


def typed(visit: Visit) -> dict[str, str]:
    """Give every field as it was typed, so that a mistake costs nothing."""
    return {name: visit.text(name) for name in (*WEEKDAYS, *TEXTS)}


def document_from(fields: dict[str, str]) -> dict[str, Any]:
    """Read the fields into a document; raises ``BadLine``, the rest is found out where hours are kept."""
    return {
        "zone": fields["zone"].strip(),
        "weekly": {day: hours.read_day(fields[day]) for day in WEEKDAYS},
        "holidays": fields["holidays"].strip() or None,
        "half_day_ends": hours.read_half_days(fields["half_days"]),
        "exceptions": hours.read_dates(fields["exceptions"]),
        "own_holidays": hours.read_yearly(fields["own_holidays"]),
        "open_holidays": hours.read_yearly(fields["open_holidays"]),
        "valid_from": hours.read_date(fields["valid_from"]) or None,
    }


def fields_of(known: Hours, closed: str) -> dict[str, str]:
    """Write hours as one would type them; ``closed``: the word for it."""
    document = hours.document_of(known)
    return {
        **{day: hours.write_day(document["weekly"][day]) for day in WEEKDAYS},
        "zone": known.zone,
        "holidays": known.holidays or "",
        "half_days": hours.write_half_days(document["half_day_ends"]),
        "exceptions": hours.write_dates(document["exceptions"], closed),
        "own_holidays": ", ".join(document["own_holidays"]),
        "open_holidays": ", ".join(document["open_holidays"]),
        "valid_from": document["valid_from"] or "",
    }


def empty_fields(zone: str) -> dict[str, str]:
    """Give the form of whoever has written nothing down: nothing is closed until somebody says so."""
    return dict.fromkeys((*WEEKDAYS, *TEXTS), "") | {"zone": zone}
