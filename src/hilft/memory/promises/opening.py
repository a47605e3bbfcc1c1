"""The brand's opening hours as promises need them: until when a day's work lasts."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hilft.hours import Calendar
from hilft.memory.promises.model import WeekdaysOnly

_LAST_MINUTE = time(23, 59)


class OpenDays:
    """Reads a calendar; a brand that wrote no hours down is always open and works on weekdays until six."""

    def __init__(self, calendar: Calendar, zone: ZoneInfo) -> None:
        self._calendar = calendar
        self._zone = zone
        self._plain = WeekdaysOnly()

    def closes(self, day: date) -> time | None:
        """Give the last closing of the day; what reaches into the next day ends with this one."""
        start = datetime.combine(day, time(), self._zone)
        end = datetime.combine(day + timedelta(days=1), time(), self._zone)
        found = self._calendar.intervals(start, end)
        if not found:
            return None
        if found[0][0] <= start and found[-1][1] >= end:
            return self._plain.closes(day)
        closing = found[-1][1].astimezone(self._zone)
        return closing.time() if closing < end else _LAST_MINUTE
