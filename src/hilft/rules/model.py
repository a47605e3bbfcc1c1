"""Whether somebody is told automatically that nobody is there, and in which words. Pure.

Never told are: bots, what a machine or a list wrote, whoever is no customer of the case, a conversation that is running,
anybody twice in one closed period. So two machines cannot keep each other going.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from hilft.channels import Visibility
from hilft.hours import EARLIEST, Calendar
from hilft.ids import AccountId, CaseId, ConversationId, CustomerId
from hilft.rules.problems import NoSuchPlaceholder, SaysNotWhen, TextTooLong, TooEarly, WiderWay

RUNNING = timedelta(hours=24)
"So long after an answer by a person the conversation counts as running."
FRESH = timedelta(hours=1)
"What was said longer ago is not answered by a machine: history that is fetched late, a desk that stood still."
EARLIEST_ANNOUNCEMENT = 240
LONGEST = 1000
LANGUAGES = ("de", "en")

_OPENS, _MINUTES = "{opens}", "{minutes}"
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_PATTERNS = {"de": "EEEE, d. MMMM, HH:mm 'Uhr'", "en": "EEEE, d MMMM, HH:mm"}


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language: while closed, and shortly before closing."""

    closed: str
    closing: str


_DEFAULTS = {
    "de": Texts(
        "Danke für Ihre Nachricht. Wir haben gerade geschlossen. Ein Mensch liest sie ab {opens}.",
        "Danke für Ihre Nachricht. Wir schließen in {minutes} Minuten. Was heute nicht mehr gelingt, liest ein Mensch ab {opens}.",
    ),
    "en": Texts(
        "Thank you for your message. We are closed at the moment. A person will read it from {opens} on.",
        "Thank you for your message. We close in {minutes} minutes. What we do not manage today a person will read from {opens} on.",
    ),
}


def default_texts() -> dict[str, Texts]:
    """Give the words of whoever has not written any."""
    return dict(_DEFAULTS)


@dataclass(frozen=True, slots=True)
class AutoReply:
    """How one account answers what comes in with one visibility. ``before_minutes`` 0: closing is not announced."""

    account_id: AccountId
    visibility: Visibility
    switched_on: bool
    way: Visibility
    before_minutes: int
    texts: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody said, and all that decides whether a machine may answer it."""

    case_id: CaseId
    conversation_id: ConversationId
    account_id: AccountId
    visibility: Visibility
    customer_id: CustomerId
    language: str
    state: str
    occurred_at: datetime
    answered_at: datetime | None
    "When a person last answered in the case."
    needs_answer: bool
    automatic: bool
    bot: bool
    is_customer: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """What to say: nobody is there, or soon nobody will be. ``since``: when this period, open or closed, began."""

    opens: datetime
    minutes: int | None
    since: datetime


def may_be_told(heard: Heard, now: datetime) -> bool:
    """Whether a machine may answer at all; the hours are another question."""
    machine = heard.automatic or heard.bot
    running = heard.answered_at is not None and now - heard.answered_at < RUNNING
    fresh = now - heard.occurred_at < FRESH
    return (
        heard.needs_answer
        and heard.is_customer
        and heard.state == "open"
        and fresh
        and not machine
        and not running
    )


def notice_for(calendar: Calendar, before_minutes: int, now: datetime) -> Notice | None:
    """Say what there is to say at this time of day; None: somebody is there, or nobody knows when."""
    opens = calendar.next_open(now)
    if opens is None:
        return None
    since = calendar.since(now) or EARLIEST
    until = calendar.until(now)
    if until is None:
        return None if calendar.open_at(now) else Notice(opens, None, since)
    left = -(-(until - now) // timedelta(minutes=1))
    return Notice(opens, left, since) if left <= before_minutes else None


def words_of(rule: AutoReply, notice: Notice, language: str, zone: str) -> str:
    """Give the text; ``language`` is one of ``LANGUAGES``, the time of opening is the wall's in ``zone``."""
    texts = rule.texts[language]
    plain = texts.closed if notice.minutes is None else texts.closing
    opens = format_datetime(notice.opens, _PATTERNS[language], tzinfo=ZoneInfo(zone), locale=language)
    return plain.replace(_OPENS, opens).replace(_MINUTES, str(notice.minutes or 0)).strip()


def language_for(heard: str, brand: str) -> str:
    """Choose among the languages there are: the customer's, else the brand's, else English."""
    wishes = (heard[:2].lower(), brand[:2].lower())
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


def checked(rule: AutoReply) -> AutoReply:
    """Raises ``WiderWay``, ``TooEarly``, ``TextTooLong``, ``SaysNotWhen`` or ``NoSuchPlaceholder``."""
    if rule.visibility is Visibility.PRIVATE and rule.way is Visibility.PUBLIC:
        raise WiderWay
    if not 0 <= rule.before_minutes <= EARLIEST_ANNOUNCEMENT:
        raise TooEarly(limit=EARLIEST_ANNOUNCEMENT)
    for texts in rule.texts.values():
        _check(texts.closed, (_OPENS,))
        _check(texts.closing, (_OPENS, _MINUTES))
    return rule


def _check(text: str, known: tuple[str, ...]) -> None:
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    if _OPENS not in text:
        raise SaysNotWhen(placeholder=_OPENS)
    for found in _PLACEHOLDER.findall(text):
        if found not in known:
            raise NoSuchPlaceholder(placeholder=found[:40], known=", ".join(known))
