"""Times as people read them: in the brand's zone, in the reader's language."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from markupsafe import Markup

from hilft.web.languages import Language

Style = Literal["short", "medium"]
"Of a time of day: to the minute, to the second."


@dataclass(frozen=True, slots=True)
class Clock:
    """How one reader sees times. ``now`` decides only whether the day is named."""

    zone: ZoneInfo
    language: Language
    now: datetime

    def short(self, at: datetime) -> str:
        """Give the time of day; on another day the day, too."""
        return _short(at, self._today, self.zone, self.language.locale)

    def full(self, at: datetime) -> str:
        return format_datetime(at, "full", tzinfo=self.zone, locale=self.language.locale)

    def element(self, at: datetime, *, relative: bool = False) -> Markup:
        """Make a ``<time>``; the page turns a relative one into "12 min" and keeps it running."""
        return _element(at, self._today, self.zone, self.language.locale, relative=relative)

    def exact(self, at: datetime) -> Markup:
        """Make a ``<time>`` that shows the second, too."""
        return _element(at, self._today, self.zone, self.language.locale, style="medium")

    def day(self, day: date) -> str:
        """Give a date with its year."""
        return format_date(day, "medium", locale=self.language.locale)

    @property
    def today(self) -> date:
        """The date it is in the brand's zone."""
        return self._today

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()


def _short(at: datetime, today: date, zone: ZoneInfo, locale: Locale, style: Style = "short") -> str:
    local = at.astimezone(zone)
    if local.date() == today:
        return format_time(local, style, tzinfo=zone, locale=locale)
    day = format_skeleton("MMMd" if local.year == today.year else "yMMMd", local, locale=locale)
    return f"{day}, {format_time(local, style, tzinfo=zone, locale=locale)}"


# A list is rendered again at every nudge, mostly with the same times in it: a third of that was spent here.
@lru_cache(maxsize=4096)
def _element(
    at: datetime,
    today: date,
    zone: ZoneInfo,
    locale: Locale,
    *,
    relative: bool = False,
    style: Style = "short",
) -> Markup:
    return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
        at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        format_datetime(at, "full", tzinfo=zone, locale=locale),
        Markup(" data-relative") if relative else "",
        _short(at, today, zone, locale, style),
    )
