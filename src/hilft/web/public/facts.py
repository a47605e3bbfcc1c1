"""What the public page tells, gathered by a few small questions. Equal facts make the same page, so it is painted once."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from hilft import accounts, cases, hours, news, staff
from hilft.accounts import Way
from hilft.hours import Calendar, State
from hilft.news import Announcement, Kind
from hilft.web.public.week import Day, coming_days, hours_in_force, opening_hours, specification
from hilft.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody of the team who may be shown."""

    first_name: str
    name: str
    initials: str
    photo: str


@dataclass(frozen=True, slots=True)
class Facts:
    """``base``: what leads every address of the page: empty, or ``/b/SLUG``."""

    brand: str
    slug: str
    zone: str
    base: str
    origin: str
    language: str
    today: date
    state: State
    given: bool
    "Whether opening hours were written down."
    week: tuple[Day, ...]
    team: tuple[Face, ...]
    ways: tuple[Way, ...]
    disruptions: tuple[Announcement, ...]
    "Those that last."
    news: tuple[Announcement, ...]
    "Everything else that was announced lately, the newest first."
    usual_minutes: int | None
    opening_hours: tuple[str, ...]
    specification: tuple[tuple[tuple[str, str], ...], ...]
    "The hours in schema.org's words, as pairs."

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"{self.origin}{self.base}/"


async def gather(visit: Visit, base: str) -> Facts:
    """Ask for everything that the page shows."""
    brand, conn = visit.brand, visit.conn
    calendar = await hours.calendar_of(conn, brand.id)
    usual = await cases.usual_answer(conn, brand.id)
    ways = accounts.ways_in(await accounts.accounts(conn, brand.id))
    team = await staff.who_is_here(conn, brand.id)
    today = visit.clock.today
    told = await news.current(conn, brand.id, visit.now)
    lasting = tuple(each for each in told if each.kind is Kind.DISRUPTION and each.over_at is None)
    return Facts(
        brand=brand.name,
        slug=brand.slug,
        zone=brand.zone,
        base=base,
        origin=visit.house.origin,
        language=visit.language.code,
        today=today,
        state=calendar.state(visit.now),
        given=calendar.given,
        week=coming_days(calendar, today, ZoneInfo(brand.zone)) if calendar.given else (),
        team=tuple(Face(each.first_name, each.name, each.initials, each.photo) for each in team),
        ways=ways,
        opening_hours=tuple(opening_hours(hours_in_force(calendar, today))) if calendar.given else (),
        specification=_pairs(calendar, today, ZoneInfo(brand.zone)) if calendar.given else (),
        disruptions=lasting,
        news=tuple(each for each in told if each not in lasting),
        usual_minutes=_whole(usual.minutes) if usual and usual.minutes is not None else None,
    )


def _pairs(calendar: Calendar, today: date, zone: ZoneInfo) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(tuple(each.items()) for each in specification(calendar, today, zone))


def _whole(minutes: Decimal) -> int:
    return int(minutes.quantize(Decimal(1), ROUND_HALF_UP))
