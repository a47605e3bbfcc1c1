"""Business time in pure form: how many questions a second a calendar answers that has laid its years out.

Seconds are of the processor's time: another program on the machine does not change what a question costs.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.figures import Figure
from hilft.hours import WEEKDAYS, Calendar, hours_of

_QUESTIONS = 100_000
_FIRST = datetime(2016, 1, 1, tzinfo=UTC)
_MINUTES = 20 * 365 * 24 * 60
_DOCUMENT = {
    "zone": "Europe/Berlin",
    "weekly": {day: [["09:00", "12:30"], ["13:30", "18:00"]] for day in WEEKDAYS[:5]}
    | {"sat": [["18:00", "03:00"]]},
    "holidays": "DE-BY",
    "half_day_ends": {"12-24": "14:00", "12-31": "14:00"},
    "exceptions": {"2026-12-30": [], "2026-07-05": [["10:00", "14:00"]]},
}


async def run() -> list[Figure]:
    """Ask every kind of question at random moments of twenty years, laid out before."""
    calendar, dice = Calendar([hours_of(_DOCUMENT)]), Random(7)
    moments = [_FIRST + timedelta(minutes=dice.randrange(_MINUTES)) for _ in range(_QUESTIONS)]
    started = time.process_time()
    calendar.minutes_between(_FIRST, _FIRST + timedelta(minutes=_MINUTES))
    laid_out = (time.process_time() - started) * 1000
    questions: dict[str, Callable[[datetime], object]] = {
        "open": calendar.open_at,
        "until": calendar.until,
        "next opening": calendar.next_open,
        "minutes between": lambda at: calendar.minutes_between(at, at + timedelta(days=3)),
        "deadline": lambda at: calendar.add(at, 480),
    }
    figures = [Figure("laying out twenty years", laid_out, "ms")]
    for name, ask in questions.items():
        figures.append(Figure(f"questions: {name}", _rate(ask, moments), "/s", target=">= 200000"))
    return figures


def _rate(ask: Callable[[datetime], object], moments: list[datetime]) -> float:
    started = time.process_time()
    for at in moments:
        ask(at)
    return len(moments) / (time.process_time() - started)
