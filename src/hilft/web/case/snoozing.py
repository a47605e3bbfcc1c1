"""Until when a case is put off: what people mean by a few words, in the brand's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hilft.problems import Problem
from hilft.web.languages import N_

PRESETS = {
    "1h": N_("In an hour"),
    "4h": N_("In four hours"),
    "tomorrow": N_("Tomorrow at 9"),
    "monday": N_("On Monday at 9"),
}
_MORNING = time(9)


class NoSuchTime(Problem):
    """This is not a date and a time."""

    status = 422


def moment(wish: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Give the moment of a preset, or of a local time as ``2026-05-04T09:00``; aware, in UTC. Raises NoSuchTime."""
    if wish.endswith("h") and wish in PRESETS:
        return now + timedelta(hours=int(wish[:-1]))
    today = now.astimezone(zone).date()
    if wish == "tomorrow":
        local = datetime.combine(today + timedelta(days=1), _MORNING)
    elif wish == "monday":
        local = datetime.combine(today + timedelta(days=7 - today.weekday()), _MORNING)
    else:
        try:
            local = datetime.fromisoformat(wish)
        except ValueError:
            raise NoSuchTime from None
    return local.replace(tzinfo=local.tzinfo or zone).astimezone(UTC)
