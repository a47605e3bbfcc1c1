"""When somebody is asked, in which words, and what an answer is. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from hilft.ids import AccountId
from hilft.ratings.problems import BadDays, BadWait

LONGEST_WAIT = 7 * 24 * 60
LONGEST_PAUSE = 730
LONGEST_TEXT = 1000
TOKEN_LIFE = timedelta(days=30)
TEXT_LIFE = timedelta(hours=24)
"How long after the click a word may be added."
LATE = timedelta(days=3)
"What has been solved for longer is not asked about any more: a desk that stood still does not catch up on questions."

_UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Way(StrEnum):
    """Where an account's customers are asked."""

    OFF = "off"
    STATUS = "status"
    CHANNEL = "channel"
    "In the private conversation, and on the status page."


class Verdict(StrEnum):
    GOOD = "good"
    BAD = "bad"


class Via(StrEnum):
    STATUS = "status"
    CHANNEL = "channel"


class By(StrEnum):
    """By what ratings are counted."""

    ALL = "all"
    ACCOUNT = "account"
    AGENT = "agent"
    DAY = "day"
    "The date in the brand's zone on which it was rated."


@dataclass(frozen=True, slots=True)
class Settings:
    """``wait_minutes``: how long a case must stay solved. ``every_days``: before a customer is asked again."""

    wait_minutes: int = 120
    every_days: int = 90
    ways: Mapping[AccountId, Way] = field(default_factory=dict)

    def way(self, account_id: AccountId) -> Way:
        """Without a word the status page asks, and nothing is sent."""
        return self.ways.get(account_id, Way.STATUS)


def checked(wanted: Settings) -> Settings:
    """Raises ``BadWait`` or ``BadDays``."""
    if not 1 <= wanted.wait_minutes <= LONGEST_WAIT:
        raise BadWait(limit=LONGEST_WAIT)
    if not 1 <= wanted.every_days <= LONGEST_PAUSE:
        raise BadDays(limit=LONGEST_PAUSE)
    return wanted


def checked_text(text: str) -> str:
    """Give what was said, on at most 1000 characters; what nobody can store is left out."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\t", " ")).strip()[:LONGEST_TEXT].strip()


_WORDS = {
    "de": "Ihr Anliegen {code} ist für uns gelöst. War das gut so? Ein Klick genügt: {link}",
    "en": "For us, your case {code} is solved. Was that good? One click is enough: {link}",
}


def words(language: str, code: str, link: str) -> str:
    """Give the question; ``language`` is ``de`` or ``en``."""
    return _WORDS[language].format(code=code, link=link)


def language_for(heard: str, brand: str) -> str:
    """Choose among the languages there are: the customer's, else the brand's, else English."""
    return next((wish for wish in (heard[:2].lower(), brand[:2].lower()) if wish in _WORDS), "en")


def shares(good: int, bad: int) -> float | None:
    """Give the share of good ones among all, 0 to 1; None where nobody said anything."""
    return good / (good + bad) if good + bad else None


def is_open(asked_at: datetime, now: datetime) -> bool:
    """Whether the link of a question still works."""
    return now < asked_at + TOKEN_LIFE
