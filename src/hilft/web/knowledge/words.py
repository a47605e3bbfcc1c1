"""What facts and the lines of a brief say to a person, in their language."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from babel.dates import format_skeleton, format_time

from hilft.cases import written
from hilft.memory import Brief, BriefLine, Key, Part, Source
from hilft.web.languages import N_
from hilft.web.times import Clock

PARTS: dict[Part, str] = {
    Part.PROBLEM: N_("Problem"),
    Part.SAID: N_("Said"),
    Part.TRIED: N_("Tried"),
    Part.FOUND: N_("Found"),
    Part.PROMISED: N_("Promised"),
    Part.NEXT: N_("Next"),
}
KEYS: dict[str, str] = {
    Key.CUSTOMER_NUMBER: N_("Customer number"),
    Key.PHONE: N_("Phone"),
    Key.EMAIL: N_("Mail"),
    Key.ADDRESS: N_("Address"),
    Key.TARIFF: N_("Tariff"),
    Key.DEVICE: N_("Device"),
    Key.SINCE_WHEN: N_("Since"),
    Key.SYMPTOM: N_("Symptom"),
    Key.SCOPE: N_("Reach"),
    Key.TRIED_RESTART: N_("Restarted"),
    Key.TRIED_CABLE: N_("Cable checked"),
    Key.TRIED_RESET: N_("Reset"),
    Key.TRIED_OTHER_SOCKET: N_("Other socket"),
    Key.ERROR_CODE: N_("Error code"),
    Key.CONTRACT_OWNER: N_("Contract owner"),
    Key.APPOINTMENT: N_("Appointment"),
    Key.WANTED: N_("Wanted"),
    Key.PREFERRED_CONTACT_TIME: N_("Best time to call"),
    Key.ORDER_NUMBER: N_("Order number"),
    Key.NAME: N_("Name"),
    Key.LANGUAGE: N_("Language"),
    Key.MOOD: N_("Mood"),
    Key.URGENCY: N_("Urgency"),
    "note": N_("Note"),
    "line_check": N_("Line check"),
    "answer": N_("Answer needed"),
    "wait": N_("Waiting for the customer"),
    "snoozed": N_("Put off until"),
    "solved": N_("Solved"),
    "closed": N_("Closed"),
    "open": N_("Open promise"),
    "kept": N_("Kept promise"),
    "broken": N_("Broken promise"),
}
VALUES = (
    N_("yes"), N_("no"), N_("self"), N_("no sync"), N_("no internet"), N_("outage"), N_("drops"), N_("slow"), N_("no Wi-Fi"),
    N_("weak Wi-Fi"), N_("no phone"), N_("no TV"), N_("picture freezes"), N_("no signal"), N_("high ping"),
    N_("noise on the line"), N_("router restarts by itself"), N_("router is broken"), N_("cannot sign in"), N_("calls fail"),
    N_("text messages fail"), N_("bill is wrong"), N_("app does not work"), N_("neighbours too"), N_("Wi-Fi and cable"),
    N_("cable too"), N_("Wi-Fi only"), N_("cable only"), N_("all devices"), N_("one device"), N_("call back"),
    N_("cancel the contract"), N_("refund"), N_("technician"), N_("another device"), N_("another tariff"), N_("move house"),
    N_("cancel the order"), N_("speak to a person"), N_("when it is fixed"), N_("unlock the phone"), N_("keep the number"),
    N_("explain the bill"), N_("fix it"), N_("German"), N_("English"), N_("angry"), N_("annoyed"), N_("friendly"),
    N_("worried"), N_("urgent"),
)  # fmt: skip
"The fixed words in which values are kept; the page says them in the reader's language."
_PIECES = (
    N_("lamp"), N_("blinking"), N_("off"), N_("on"), N_("red"), N_("green"), N_("orange"), N_("yellow"), N_("amber"), N_("blue"),
    N_("white"), N_("purple"), N_("pink"), N_("one device"), N_("by"), N_("phone"), N_("mail"), N_("after"), N_("before"),
    N_("mornings"), N_("afternoons"), N_("evenings"), N_("midday"), N_("weekdays"), N_("weekends"), N_("any time"),
    N_("after work"), N_("morning"), N_("afternoon"), N_("evening"), N_("night"),
)  # fmt: skip
_SPLIT = frozenset({Key.SYMPTOM, Key.SCOPE, Key.PREFERRED_CONTACT_TIME, Key.SINCE_WHEN, Key.APPOINTMENT})
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}))?(?!\d|-)")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_SAYS_MORE = frozenset({Key.SYMPTOM, Key.WANTED, Key.SINCE_WHEN, Key.SCOPE, Key.APPOINTMENT})


def label(key: str, clock: Clock) -> str:
    """Name a kind of fact or line."""
    return clock.language.gettext(KEYS.get(key, key))


def shown(key: str, value: str, clock: Clock) -> str:
    """Say a value: times as the reader writes them, fixed words translated, all else as it was said."""
    gettext = clock.language.gettext
    if value in VALUES:
        return gettext(value)
    day = _DAY.match(value)
    rest = value[day.end() :] if day else value
    if day is not None:
        return (_day(day, clock) + _pieces(rest, clock)).strip()
    month = _MONTH.match(value)
    if month is not None and (first := _date(int(month[1]), int(month[2]), 1)):
        return str(format_skeleton("yMMMM", first, locale=clock.language.locale))
    return _pieces(rest, clock) if key in _SPLIT else value


def _day(found: re.Match[str], clock: Clock) -> str:
    day = _date(int(found[1]), int(found[2]), int(found[3]))
    if day is None:
        return found.group()
    told = str(
        format_skeleton(
            "yMMMEd" if day.year != clock.now.year else "MMMEd", day, locale=clock.language.locale
        )
    )
    if found[4] is None or int(found[4]) > 23 or int(found[5]) > 59:  # noqa: PLR2004 - a day's hours
        return told
    at = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]))  # noqa: DTZ001 - already local
    return f"{told}, {format_time(at, 'short', locale=clock.language.locale)}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _pieces(text: str, clock: Clock) -> str:
    for piece in sorted(_PIECES, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", clock.language.gettext(piece), text)
    return text


def said_of(source: Source, clock: Clock) -> str:
    """Say where a line comes from: ``Otto, 12 May, 14:03, phone``."""
    return ", ".join(filter(None, (source.by, clock.short(source.at), _channel(source.channel, clock))))


def _channel(kind: str, clock: Clock) -> str:
    """Name a channel in the reader's language where it has a word for it: a network keeps its own."""
    name = kind.capitalize()
    told = clock.language.gettext(name) if kind else ""
    return kind if told == name else told


def sentence(line: BriefLine, clock: Clock) -> str:
    """Say one line of a brief without its source."""
    gettext = clock.language.gettext
    if line.part is Part.PROBLEM or line.part is Part.FOUND:
        return line.value
    if line.part is Part.PROMISED:
        due = clock.short(line.due_at) if line.due_at else ""
        return gettext("{promise} (until {time})").format(promise=line.value, time=due)
    if line.part is Part.NEXT:
        who = line.value or gettext("nobody yet")
        when = clock.short(line.due_at) if line.due_at else ""
        return " · ".join(filter(None, (label(line.key, clock), when, who)))
    told = f"{label(line.key, clock)}: {shown(line.key, line.value, clock)}"
    return gettext("{fact} (“{words}”)").format(fact=told, words=line.detail) if says_more(line) else told


def says_more(line: BriefLine) -> bool:
    """Whether the customer's own words tell what the fixed ones do not."""
    return line.key in _SAYS_MORE and bool(line.detail) and line.detail.casefold() != line.value.casefold()


def plain(brief: Brief, clock: Clock) -> str:
    """Write the whole card as text: a heading for each part, a line for each fact, the source behind it."""
    blocks = [f"{written(brief.code)} · {brief.customer}"]
    for part, heading in PARTS.items():
        lines = brief.part(part)
        if lines:
            blocks.append("\n".join((clock.language.gettext(heading), *_told(lines, clock))))
    return "\n\n".join(blocks) + "\n"


def _told(lines: Iterable[BriefLine], clock: Clock) -> Iterable[str]:
    for line in lines:
        source = f" [{said_of(line.source, clock)}]" if line.source else ""
        yield f"- {sentence(line, clock)}{source}"
