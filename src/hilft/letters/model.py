"""A letter on its way into the desk: who wrote it, when, and the scan of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hilft.channels import Profile
from hilft.letters.problems import BadAddress, BadDate, NotAScan

LARGEST = 20 * 1024 * 1024
"Bytes of one file."
MOST_FILES = 4
OLDEST = timedelta(days=3 * 366)
_LONGEST = 80
_NOON = time(12)
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as it stands on an envelope. ``extra``: a second line (company, c/o); ``country``: where it is another one."""

    name: str
    street: str
    place: str
    extra: str = ""
    country: str = ""

    def lines(self) -> list[str]:
        """Give the lines of the address. Raises ``BadAddress``."""
        given = [self.name, self.extra, self.street, self.place, self.country.upper()]
        lines = [" ".join(each.split()) for each in given]
        if not all((lines[0], lines[2], lines[3])) or any(
            len(each) > _LONGEST or not each.isprintable() for each in lines
        ):
            raise BadAddress(limit=_LONGEST)
        return [each for each in lines if each]

    def profile(self) -> Profile:
        """Give the handle of a postal address: the same name at the same address is the same person."""
        lines = self.lines()
        return Profile("\n".join(lines).casefold(), ", ".join(lines), lines[0], local_id="\n".join(lines))


@dataclass(frozen=True, slots=True)
class Scan:
    """A file of a letter: where its bytes lie in the store, and what they are."""

    sha256: str
    size: int
    content_type: str
    name: str


def kind_of(content: bytes) -> str:
    """Say what a file is, by its first bytes; what it calls itself is not asked. Raises ``NotAScan``."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    raise NotAScan


def moment_of(written_on: date, zone: ZoneInfo, now: datetime) -> datetime:
    """Give when a letter was written: noon of its day where the brand is, never later than now. Raises ``BadDate``."""
    today = now.astimezone(zone).date()
    if not today - OLDEST <= written_on <= today:
        raise BadDate
    return min(datetime.combine(written_on, _NOON, zone), now)


def name_of(scans: Sequence[Scan], written_on: date) -> str:
    """Name a letter by what is in it: the same scans of the same day are the same letter."""
    return f"letter:{written_on.isoformat()}:" + ":".join(sorted(each.sha256 for each in scans))
