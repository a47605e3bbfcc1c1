"""Times as people read them: in the brand's zone, in the reader's language."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton, format_time
from markupsafe import Markup

from hilft.web.languages import Language


@dataclass(frozen=True, slots=True)
class Clock:
    """How one reader sees times. ``now`` decides only whether the day is named."""

    zone: ZoneInfo
    language: Language
    now: datetime

    def short(self, at: datetime) -> str:
        """Give the time of day; on another day the day, too."""
        local, locale = at.astimezone(self.zone), self.language.locale
        today = self.now.astimezone(self.zone)
        if local.date() == today.date():
            return format_time(local, "short", tzinfo=self.zone, locale=locale)
        day = format_skeleton("MMMd" if local.year == today.year else "yMMMd", local, locale=locale)
        return f"{day}, {format_time(local, 'short', tzinfo=self.zone, locale=locale)}"

    def full(self, at: datetime) -> str:
        return format_datetime(at, "full", tzinfo=self.zone, locale=self.language.locale)

    def element(self, at: datetime, *, relative: bool = False) -> Markup:
        """Make a ``<time>``; the page turns a relative one into "12 min" and keeps it running."""
        return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
            at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            self.full(at),
            Markup(" data-relative") if relative else "",
            self.short(at),
        )
