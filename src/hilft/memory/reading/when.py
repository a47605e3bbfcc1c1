"""Since when, which appointment, when to call: words of time with the words around them that say what they mean."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from hilft.memory.model import Found, Key
from hilft.memory.reading.moments import CLOCK, moment_at, time_of
from hilft.memory.reading.text import Clause, Text

_SINCE = re.compile(
    r"\b(?:(?:schon |bereits |nun |jetzt |erst )?seit(?:dem)?|since|ever since|(?:nun|jetzt) schon|schon|on and off since|"
    r"(?:for|over|past|last|in) (?:about |over |around |almost |nearly |more than |like |at least )?(?:the |these )?"
    r"(?:past |last )?(?=\d|an?\b|one|two|three|four|five|six|seven|eight|nine|ten|half|several|couple|few))\s*"
    r"(?:(?:ca\.?|circa|etwa|ungefähr|rund|knapp|fast|mehr als|über|mindestens|about|around|like|at least|approx\.?|early|late|"
    r"roughly|genau|gut|mittlerweile|nun|jetzt|schon|dem|der|den|das|the|am|on)\s+)*"
)
_AGO = re.compile(r"\bvor\s+(?:ca\.?\s|etwa\s|rund\s|ungefähr\s|über\s)?")
_TAIL = re.compile(r"(?P<span>(?:\d{1,3}|an?|one|two|three|four|five|six|couple of|a couple of|few|a few|zwei|drei|vier|fünf) "
                   r"(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|stunden|tagen?|wochen|monaten?))\s"
                   r"(?:now|straight|ago|in a row|running|and counting|lang|am stück|ohne (?:internet|netz)|without)\b")  # fmt: skip
_EVENT = re.compile(
    r"(?:the |dem |der |den |das |my |meinem |meiner |unserem |eurem |ihrem |your |this |last |letzten |letztem )*"
    r"(?:\w+[- ]?)?(?:update|umzug|gewitter|sturm|storm|outage|störung|umstellung|wechsel|upgrade|tarifwechsel|stromausfall|"
    r"power cut|power outage|maintenance|wartung(?:sarbeiten)?|switch|move|vertragswechsel|anbieterwechsel|bauarbeiten|firmware[- ]?update|router[- ]?tausch)\b"
)
_NOT_THE_FAULT = re.compile(
    r"\b(?:kund(?:e|in|en)|customers?|vertrag|contract|with (?:you|u|them|sprint|verizon|comcast|tmobile|at&t)|bei (?:euch|ihnen|dir)|warteschleife|"
    r"on hold|hold|wait(?:ing|ed)?|warte[nt]?|queue|hotline|on the phone|am telefon|telefoniere|chat(?:ting)?|subscriber|loyal|treu|jahre alt|"
    r"years old|anruf|called|calling|bestellt|ordered|order|trying to|versuche|promised|versprochen|gekündigt|bezahle|paying|paid|mbps|speed of|"
    r"gespräch|talking|speaking|spoke|responded|respond|reply|replied|antwort|dm|tweet(?:ed|ing)?|next|coming|(?:free|gratis) for|at a time)\b"
)
_BROKEN = re.compile(
    r"\b(?:kein(?:e[nmrs]?)?|nicht|nichts|ausgefallen|ausfall|ausfälle|weg|tot|langsam|lahm|störung|gestört|offline|down|out|dead|"
    r"no|not|isn't|n't|slow|drops?|dropp(?:ing|ed)|lost|lose|losing|stopped|fail(?:ed|ing|s)?|broken?|unterbroch\w+|abgebroch\w+|abbrüche|"
    r"bricht|without|ohne|outage|problem[es]*|issues?|ging|geht|fing|begann|started|began|intermittent\w*|spotty|kaputt|defekt|stürzt|went|blinkt|"
    r"flashing|disconnect\w*|cut(?:ting)? out|unusable|horrible|terrible|going on|like this|like that|happening|spinnt|streikt|hängt|buffer\w*|lag\w*|unable|can't|cannot)\b"
)
_START = re.compile(
    r"\b(?:started|began|fing|begann|angefangen|went (?:down|out|dead)|ausgefallen|ausfall|stopped working|ging (?:nichts|plötzlich|auf einmal|nicht)|"
    r"tot|weg|lost|was fine|noch (?:ging|lief)|fiel .{0,30}aus|broke)\b"
)
_WORD = re.compile(r"\b[\wäöü]")
_VISIT = re.compile(
    r"\b(?:\w*termin\w*|techniker\w*|monteur\w*|appointment|engineer|technician|tech|installer|installation|visit)\b"
)
_BOOKED = re.compile(
    r"\b(?:termin\w*|appointment|kommt|kommen|kam|vereinbart|gebucht|angekündigt|ausgemacht|book(?:ed)?|scheduled?|coming|come|came|due|"
    r"is|ist|war|was|set for|angesetzt|bestätigt|confirmed|sollte|supposed|zwischen|between|arriv\w+|show\w*|erschienen|gekommen|"
    r"hätte|have an|habe[n]? (?:einen|ich))\b"
)
_MISSED = re.compile(
    r"\b(?:nicht (?:gekommen|erschienen|aufgetaucht|da)|kam (?:aber |wieder |einfach )*(?:nicht|niemand|keiner)|keiner (?:gekommen|da|kam)|niemand (?:gekommen|da|kam|erschienen)|"
    r"geplatzt|no[- ]?show|didn't (?:show|come|turn up|arrive)|never (?:showed|came|turned up|arrived)|didnt (?:show|come)|no one (?:showed|came|turned up)|nobody (?:showed|came|turned up)|missed)\b"
)
_CANCELLED = re.compile(r"\b(?:abgesagt|storniert|verschoben|cancell?ed|rescheduled|moved)\b")
_CONTACT = re.compile(
    r"\b(?:ruf(?:t|en sie|e)?\b.{0,45}\ban|anrufen|anruf|rückruf|zurückrufen|erreich(?:bar|en|t|st|e)|telefonisch|melde[nt]?|kontaktier\w+|"
    r"call(?: me| back)?|callback|reach(?: me|able)?|contact(?: me)?|ring(?: me)?|phone me|available|best time|best (?:to )?(?:get|catch)|catch me|get hold of me|zu hause|at home)\b"
)
_RANGE = re.compile(
    r"(?:zwischen|between|von|from)?\s*(?P<a>\d{1,2}(?:[:.]\d{2})?\s?(?:uhr|am|pm|a\.m\.|p\.m\.)?)\s?(?:-|bis|und|and|to|til|till|until)\s?"
    r"(?P<b>\d{1,2}(?:[:.]\d{2})?\s?(?:uhr|am\b|pm\b|a\.m\.|p\.m\.|h\b)?)"
)
_BOUND = re.compile(
    r"(?P<word>nicht vor|erst ab|ab|nach|after|from|vor|before|bis|until|by|not before|any ?time after)\s"
    r"(?P<time>\d{1,2}(?:[:.]\d{2})?\s?(?:uhr|am\b|pm\b|a\.m\.|p\.m\.|o'clock)?)(?![\d.]*\d|\s?(?:tag|stund|day|hour|min|wo|week|mal|times))"
)
_HABIT = re.compile(
    r"\b(?P<part>vormittags|nachmittags|abends|morgens|mittags|mornings?|afternoons?|evenings?|werktags|wochentags|weekdays?|weekends?|"
    r"am wochenende|any ?time|jederzeit|ganztägig|all day|den ganzen tag|after work|nach (?:der arbeit|feierabend)|"
    r"lunchtime|in der mittagspause|am (?:vormittag|nachmittag|abend)|in the (?:morning|afternoon|evening))\b"
)
_HABITS = {
    "vormittag": "mornings", "morgen": "mornings", "morning": "mornings", "in the morning": "mornings", "nachmittag": "afternoons",
    "afternoon": "afternoons", "in the afternoon": "afternoons", "abend": "evenings", "evening": "evenings",
    "in the evening": "evenings", "mittag": "midday", "lunchtime": "midday", "in der mittagspause": "midday",
    "werktag": "weekdays", "wochentag": "weekdays", "weekday": "weekdays", "weekend": "weekends", "am wochenende": "weekends",
    "anytime": "any time", "any time": "any time", "jederzeit": "any time", "ganztägig": "any time", "all day": "any time",
    "den ganzen tag": "any time", "after work": "after work", "nach der arbeit": "after work", "nach feierabend": "after work",
}  # fmt: skip
_MEANS = re.compile(
    r"\b(?:am liebsten|lieber|bevorzugt|bitte nur|nur|prefer(?:ably|red)?|rather|best)\s(?:auch )?(?:per|via|by|über|am|on|telefonisch)\s?"
    r"(?P<means>mail|e-mail|email|telefon|phone|sms|text|whatsapp|post|dm|chat)?"
)


def since(text: Text, said: datetime) -> Iterator[Found]:
    """Find since when something is wrong; how long somebody waits, pays or is a customer is something else."""
    best: list[Found] = []
    for clause in text.clauses:
        if clause.supposes:
            continue
        best += _since_word(text, clause, said)
        if not best:
            best += _started(text, clause, said)
    # The clearest comes first; a second one is mostly about something else.
    yield from sorted(best, key=lambda found: -found.sure)[:1]


def _since_word(text: Text, clause: Clause, said: datetime) -> Iterator[Found]:
    for match in _SINCE.finditer(text.low, clause.start, clause.end):
        plain = match.group().strip()
        moment = moment_at(text.low, match.end(), said)
        if moment is None:
            event = _EVENT.match(text.low, match.end())
            if event is not None and plain.startswith(("seit", "since", "ever", "schon seit")):
                words = text.piece(match.start(), event.end())
                yield Found(Key.SINCE_WHEN, words, words, match.start(), event.end(), 0.7)
            continue
        clear = "seit" in plain or "since" in plain
        around = clause.words
        if _NOT_THE_FAULT.search(around) and not (
            clear and _BROKEN.search(around) and not re.search(r"kunde|customer|hold|warte", around)
        ):
            continue
        if not clear and not _BROKEN.search(around):
            continue
        if (
            not clear
            and re.match(r"in\b|last\b|past\b", plain)
            and not re.search(r"\b(?:past|last)\b", match.group())
        ):
            continue
        end = moment.end
        yield Found(
            Key.SINCE_WHEN,
            moment.value,
            text.piece(match.start(), end),
            match.start(),
            end,
            0.95 if clear else 0.8,
        )


def _started(text: Text, clause: Clause, said: datetime) -> Iterator[Found]:
    """Read "gestern Abend ging plötzlich nichts mehr" and "3 days now without internet"."""
    for match in _TAIL.finditer(text.low, clause.start, clause.end):
        moment = moment_at(text.low, match.start(), said)
        if moment and _BROKEN.search(clause.words) and not _NOT_THE_FAULT.search(clause.words):
            yield Found(Key.SINCE_WHEN, moment.value, text.piece(*match.span()), *match.span(), 0.75)
            return
    if not _START.search(clause.words) or _NOT_THE_FAULT.search(clause.words):
        return
    for match in _AGO.finditer(text.low, clause.start, clause.end):
        moment = moment_at(text.low, match.end(), said)
        if moment is not None:
            yield Found(
                Key.SINCE_WHEN,
                moment.value,
                text.piece(match.start(), moment.end),
                match.start(),
                moment.end,
                0.7,
            )
            return
    for word in _WORD.finditer(text.low, clause.start, clause.end):
        moment = moment_at(text.low, word.start(), said)
        if (
            moment is not None
            and moment.day is not None
            and not re.match(r"\d{1,3}\s?[a-z]", text.low[moment.start : moment.end])
        ):
            yield Found(
                Key.SINCE_WHEN,
                moment.value,
                text.piece(moment.start, moment.end),
                moment.start,
                moment.end,
                0.7,
            )
            return


def appointments(text: Text, said: datetime) -> Iterator[Found]:
    """Find when somebody comes, came or should have come."""
    for clause in text.clauses:
        visit = _VISIT.search(clause.words)
        if visit is None or clause.asks or clause.supposes or not _BOOKED.search(clause.words):
            continue
        past = (
            re.search(
                r"\b(?:war|kam|was|came|gestern|yesterday|letzte|last|sollte|supposed|hätte)\b", clause.words
            )
            is not None
        )
        missed, off = _MISSED.search(clause.sentence), _CANCELLED.search(clause.sentence)
        kind = "missed" if missed else "cancelled" if off else ""
        for word in _WORD.finditer(text.low, clause.start, clause.end):
            moment = moment_at(text.low, word.start(), said, ahead=not (past or missed))
            if (
                moment is None
                or moment.day is None
                or re.search(r"\b(?:seit|since|for|vor)\s$", text.low[: moment.start][-7:])
            ):
                continue
            day = moment.day
            if CLOCK.match(text.low, moment.start):
                day = _day_before(text, clause, said) or day
            value, end = f"{day.isoformat()}{moment.value[_DATE_ENDS:]}", moment.end
            window = _RANGE.search(text.low, clause.start, clause.end)
            if window and (hours := _window(window)):
                value, end = f"{day.isoformat()} {hours}", max(end, window.end())
            yield Found(
                Key.APPOINTMENT, value, text.piece(clause.start, clause.end), moment.start, end, 0.85, kind
            )
            return


_DATE_ENDS = len("2026-11-23")
_NEAR = 3
"A date ends in a full stop, which looks like the end of a sentence."


def _day_before(text: Text, clause: Clause, said: datetime) -> date | None:
    """Give the day that is named earlier in the sentence: "Am Mittwoch, den 25.11., kommt zwischen 12 und 16 Uhr …"."""
    day = None
    for each in text.clauses:
        if each.end > clause.start:
            break
        if each.sentence != clause.sentence and clause.start - each.end > _NEAR:
            continue
        for word in _WORD.finditer(text.low, each.start, each.end):
            moment = moment_at(text.low, word.start(), said, ahead=True)
            if moment is not None and moment.day is not None and not CLOCK.match(text.low, moment.start):
                day = moment.day
                break
    return day


def _window(match: re.Match[str]) -> str:
    second = _clock(match["b"])
    first = _clock(match["a"], like=match["b"])
    return f"{first}-{second}" if first and second and first < second else ""


def _clock(words: str, like: str = "") -> str:
    words = words.strip().replace(".m.", "m")
    if like and not re.search(r"[ap]m|uhr", words) and (mark := re.search(r"[ap]m", like.replace(".", ""))):
        words += mark.group()
    words = words if re.search(r"uhr|[ap]m|:", words) else f"{words} uhr"
    match = CLOCK.fullmatch(words)
    return time_of(match) if match else ""


def contact(text: Text, said: datetime) -> Iterator[Found]:
    """Find when somebody wants to be called or can be reached, and by which means."""
    for clause in text.clauses:
        if re.search(r"\b(?:tells?|told|asked|says?|said|sagte|meinte) (?:me|mir|uns|us)\b", clause.words):
            continue
        if _CONTACT.search(clause.words) is None or (
            clause.asks and not re.search(r"\b(?:könnt|können|can|could|would)", clause.words)
        ):
            continue
        if found := _when_reachable(text, clause, said):
            yield found
            return
    means = _MEANS.search(text.low)
    if means and (means["means"] or means.group().endswith("telefonisch")):
        by = {"e-mail": "mail", "email": "mail", "telefon": "phone", "text": "sms", None: "phone"}.get(
            means["means"], means["means"]
        )
        yield Found(
            Key.PREFERRED_CONTACT_TIME, f"by {by}", text.piece(*means.span()), *means.span(), 0.75, "means"
        )


def _when_reachable(text: Text, clause: Clause, said: datetime) -> Found | None:
    low = text.low
    day = next(
        (
            moment
            for word in _WORD.finditer(low, clause.start, clause.end)
            if (moment := moment_at(low, word.start(), said, ahead=True))
            and moment.day
            and not moment.value.endswith("00:00")
            and not re.match(r"\d|ein|a\b|an\b", low[moment.start : moment.end])
            and not CLOCK.match(low, moment.start)
        ),
        None,
    )
    prefix = f"{day.day.isoformat()} " if day and day.day else ""
    for match in _RANGE.finditer(low, clause.start, clause.end):
        if (hours := _window(match)) and re.search(
            r"uhr|[ap]\.?m|:|zwischen|between|von|from", match.group()
        ):
            return _reach(text, f"{prefix}{hours}", match.start(), match.end())
    for match in _BOUND.finditer(low, clause.start, clause.end):
        if time := _clock(match["time"]):
            word = "before" if match["word"] in {"vor", "before", "bis", "until", "by"} else "after"
            return _reach(text, f"{prefix}{word} {time}", match.start(), match.end())
    habit = _HABIT.search(low, clause.start, clause.end)
    if habit is not None:
        return _reach(text, prefix + _habit(habit["part"]), habit.start(), habit.end())
    if day is not None:
        return _reach(text, day.value, day.start, day.end)
    return None


def _habit(word: str) -> str:
    word = word.removeprefix("am ") if word != "am wochenende" else word
    return _HABITS.get(word) or _HABITS.get(word.removesuffix("s")) or word


def _reach(text: Text, value: str, start: int, end: int) -> Found:
    return Found(Key.PREFERRED_CONTACT_TIME, value.strip(), text.piece(start, end), start, end, 0.85)
