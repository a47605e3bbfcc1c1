"""Promises in an outgoing text, with their time; and words that promise without one. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from hilft.memory.promises.bare import BARE, FREE, OURS, UPON, conditional
from hilft.memory.promises.commitment import acts, commits
from hilft.memory.promises.model import BusinessDays, FoundPromise, Vague, WeekdaysOnly
from hilft.memory.promises.moments import Moment
from hilft.memory.promises.sentences import Sentence, sentences
from hilft.memory.promises.spoken_times import SpokenTime, spoken_times

LONGEST = 10_000
"Characters that are looked at."
_MOST = 40
"Times and vague words that are looked at; an answer holds three."

_FEW = 3
"Of what needs the whole sentence looked at, so many in one."

_EVERY_DAY = WeekdaysOnly()
_EPOCH = datetime.fromisoformat("2024-01-01T00:00:00+00:00")
_STRONG = re.compile(
    r"\b(?:a\.?s\.?a\.?p\.?|zeitnah|so (?:schnell|bald|rasch|zügig) (?:wie|es) (?:möglich|geht|es geht|nur geht)|so (?:schnell|bald) wie (?:wir|ich) können|schnellst(?:ens|möglich\w*)|"
    r"baldmöglichst|baldigst|ehestmöglich|frühestmöglich|nächstmöglich|bei nächster gelegenheit|umgehend|unverzüglich|in (?:aller )?kürze|in bälde|in den (?:nächsten|kommenden) tagen|die(?:ser)? tage|alsbald|möglichst (?:bald|schnell|rasch)|schnellmöglichst|bei gelegenheit|in absehbarer zeit|"
    r"in (?:the (?:coming|next few) days|a (?:jiffy|mo|sec(?:ond)?|tick))|over the (?:coming|next(?: few)?) days|pronto|(?:as )?quick as (?:we|i) can|when (?:we|i) can|any (?:moment|minute) now|sometime soon|"
    r"as (?:soon|quickly|fast) as (?:possible|(?:we|i) (?:can|possibly can|know|have))|at (?:the|our|your) earliest|shortly|in due course|in a (?:bit|while|moment)|"
    r"momentarily|before long|without delay|in the near future|in no time)(?!\w)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:bald|demnächst|gleich|später|nachher|sofort|soon|later|right away|straight away|immediately|promptly|quickly|schnell|rasch|zügig|irgendwann)(?!\w)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:ich|wir|unser\w*|i|we|our|team|kolleg\w*|techniker\w*|engineer|technician|agent|specialist|manager|supervisor|i['’]ll|we['’]ll|melde|rückmeldung|rückruf|antwort|update|bekommst|bekommen|erhalten|someone|somebody|you['’]ll)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:bitte|please|pls)\b(?!.*\b(?:ich|wir|i|we)\b)|\b(?:schicken|senden|melden|schreiben|rufen|geben|antworten)\s+sie\b(?<!wir )|"
    r"^\W*(?:schick|send|meld|schreib|ruf|gib|antworte|call|let us know|reply|dm|get in touch)\b(?!e|\s(?:dir|ihnen)\b)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:habe?|haben|hat|hatten?|wurden?|war|waren)\b.*\b(?:\w*ge\w+(?:t|en)|(?:ver|be|er)\w+(?:t|en)|\w+iert)\b|\b(?:have|has|had|was|were|did)\b",
    re.IGNORECASE,
)
_COMMITS = re.compile(
    r"\b(?:melde|melden|rufe|rufen|schreibe|schreiben|schicke|schicken|sende|senden|kümmere|kümmern|prüfe|prüfen|kläre|klären|schaue|schauen|gebe|geben|komme|kommt|bekommen|bekommst|hören|"
    r"hörst|erhalten|folgt|will|['’]ll|going to|behoben|gelöst|informiere|informieren|antworte|antworten)(?!\w)",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere\b|\b(?:in|by|via) (?:a )?(?:dm|pm)s?\b", re.IGNORECASE)
_FAREWELL = re.compile(r"\b(?:bis|see you|talk|speak|bye|tschüss|gute besserung)\s*(?:bald|gleich|später|dann|soon|later)|\b(?:sooner or later|no later|nicht später)\b", re.IGNORECASE)  # fmt: skip


def promises_in(text: str, now: datetime, calendar: BusinessDays, zone: ZoneInfo) -> list[FoundPromise]:
    """Give what an outgoing text promises and until when, in its order.

    ``now`` is when it is written (aware); a day without a time ends when the ``calendar`` closes. What the customer is
    to do, questions, offers under a condition and the past are no promises.
    """
    text = text[:LONGEST]
    times = spoken_times(text, Moment(now, zone, calendar))[:_MOST]
    found = []
    for sentence in sentences(text, [(each.start, each.end) for each in times]):
        found += _of_sentence(
            sentence, [each for each in times if sentence.start <= each.start < sentence.end]
        )
    return found


def _of_sentence(sentence: Sentence, times: list[SpokenTime]) -> list[FoundPromise]:
    by_clause = {
        number: each
        for each in times
        if commits(sentence, number := sentence.at(each.start), each.start, each.end)
    }
    # "Give me 20 minutes, I'll call you in 20 minutes" promises once.
    by_clause = {number: each for number, each in by_clause.items() if not _said_later(by_clause, number)}
    single = len(by_clause) == 1
    found = []
    for number, each in by_clause.items():
        place = sentence if single else sentence.clauses[number]
        found.append(FoundPromise(place.text, each.due, place.start, place.end))
    return found


def _said_later(by_clause: dict[int, SpokenTime], number: int) -> bool:
    return any(later > number and by_clause[later].due == by_clause[number].due for later in by_clause)


def vague_in(text: str) -> list[Vague]:
    """Give words that promise something without saying until when, in the order of the text."""
    text = text[:LONGEST]
    times = spoken_times(text, Moment(_EPOCH, ZoneInfo("UTC"), _EVERY_DAY))[:_MOST]
    found: list[Vague] = []
    cut = sentences(text, [(each.start, each.end) for each in times])
    # "Let me dig into this. Back to you in 20 minutes!" names its time in the next sentence.
    named = any(
        _of_sentence(each, [time for time in times if each.start <= time.start < each.end]) for each in cut
    )
    for sentence in cut:
        if len(found) >= _MOST:
            break
        found += _vague_of(sentence, [each.start for each in times], named=named)
    return found


def _vague_of(sentence: Sentence, timed: list[int], *, named: bool) -> Iterator[Vague]:
    """One hint a clause: "we'll get back to you asap" is said once, not twice."""
    if sentence.asks:
        return
    places: dict[int, tuple[int, int]] = {}
    for match in _candidates(sentence.text)[:_MOST]:
        number = sentence.at(sentence.start + match.start())
        clause = sentence.clauses[number]
        # "We'll look into it and call by four" is concrete; "at once" beside a time still means nothing.
        around = sentence if match.re in FREE else clause
        if match.re is _WEAK and named:
            around = sentence
        concrete = (named and match.re in FREE) or any(around.start <= place < around.end for place in timed)
        if not concrete and _counts(match, sentence.text, clause.text):
            start, end = places.get(number, match.span())
            places[number] = (start, max(end, match.start() + len(match[0].rstrip())))
    for start, end in places.values():
        yield Vague(sentence.text[start:end], sentence.start + start, sentence.start + end)


def _candidates(text: str) -> list[re.Match[str]]:
    every = [match for pattern in (BARE, _STRONG, _WEAK) for match in pattern.finditer(text)]
    every = every or list(islice(UPON.finditer(text), _FEW)) or list(islice(OURS.finditer(text), _FEW))
    return sorted(every, key=lambda match: (match.start(), -match.end()))


def _counts(match: re.Match[str], sentence: str, clause: str) -> bool:
    if _THEIRS.search(clause) or conditional(sentence, match) or _FAREWELL.search(clause):
        return False
    if match.re in FREE:
        return _counts_free(match, sentence, clause)
    if _PAST.search(clause):
        return False
    if match.re is _STRONG:
        return True
    return bool(_OURS.search(clause)) and bool(_COMMITS.search(clause))


def _counts_free(match: re.Match[str], sentence: str, clause: str) -> bool:
    if match.re is UPON:
        return acts(sentence.replace(clause[max(0, clause.find(match[0])) :], " "))
    if match.re is OURS:
        # "I'll meet you there" names another place, not a time.
        return acts(sentence[: match.end()]) and not _THERE.search(clause)
    return True
