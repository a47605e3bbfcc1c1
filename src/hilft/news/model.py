"""An announcement and the rules about it. Pure."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hilft.ids import AgentId
from hilft.news.problems import BadAnnouncement, TooLate

LONGEST_TITLE = 120
LONGEST_TEXT = 4000
FURTHEST = timedelta(days=366)
"How far ahead something may be planned."

# XML cannot carry these (XML 1.0, 2.2), PostgreSQL no NUL; the feed is XML.
_UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    NEWS = "news"
    DISRUPTION = "disruption"


class Stage(StrEnum):
    """Where an announcement stands."""

    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    OVER = "over"
    "A disruption that has ended; still to be read in the feed."
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Announcement:
    id: uuid.UUID
    kind: Kind
    title: str
    text: str
    agent_id: AgentId
    publish_at: datetime
    created_at: datetime
    changed_at: datetime
    over_at: datetime | None
    withdrawn_at: datetime | None

    def stage(self, now: datetime) -> Stage:
        """Say where it stands at ``now``."""
        if self.withdrawn_at is not None:
            return Stage.WITHDRAWN
        if self.over_at is not None:
            return Stage.OVER
        return Stage.SCHEDULED if self.publish_at > now else Stage.PUBLISHED

    @property
    def updated_at(self) -> datetime:
        """When what readers see of it last became different."""
        return max(self.publish_at, self.changed_at)


def checked_title(text: str) -> str:
    """Bring a title onto one line; raises ``BadAnnouncement``."""
    title = " ".join(_UNWRITABLE.sub(" ", text.replace("\n", " ")).split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise BadAnnouncement(title=LONGEST_TITLE, text=LONGEST_TEXT)
    return title


def checked_text(text: str) -> str:
    """Raises ``BadAnnouncement``."""
    plain = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\t", " ")).strip()
    if not 1 <= len(plain) <= LONGEST_TEXT:
        raise BadAnnouncement(title=LONGEST_TITLE, text=LONGEST_TEXT)
    return plain


def checked_time(at: datetime | None, now: datetime) -> datetime:
    """Give when to publish: at once when nothing or a time that has passed was said; raises ``TooLate``."""
    if at is None or at <= now:
        return now
    if at > now + FURTHEST:
        raise TooLate(days=FURTHEST.days)
    return at
