"""What was tried already, and what was not: restarted, cable, reset, other socket."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hilft.memory.model import NO, YES, Found, Key
from hilft.memory.reading.text import Clause, Text
from hilft.memory.things import things_named

_AGAIN = r"(?:(?:mehrfach|mehrmals|schon|bereits|auch|gerade|eben|selbst|einfach|nochmals?|wieder|einmal|zweimal|dreimal|\d+ ?(?:x|mal)|komplett|heute|gestern)\s)*"
_RESTARTED = re.compile(
    r"\b(?:neu[- ]?ge?startet|neu ?starten|restartet|rebootet|gerebootet|durchgestartet|neustart(?:s|et)?(?!en\b)|aus[- ]?\s?und\s(?:wieder\s)?(?:ein|an)\s?(?:ge(?:schaltet|macht|steckt))?|"
    r"aus-? ?/ ?ein|aus(?:ge(?:schaltet|macht|steckt|stöpselt))\s(?:und|,)\s(?:\w+\s){0,3}?(?:ein|an)(?:ge(?:schaltet|macht|steckt))|(?:netz)?stecker\s(?:\w+\s){0,4}?(?:gezogen|raus|rausgezogen|gezogen)|"
    r"vom (?:strom|netz)(?:netz)?\s(?:\w+\s){0,3}?(?:genommen|getrennt|gehabt|gezogen|ab)|stromlos(?: gemacht| geschaltet)?|strom (?:\w+\s){0,2}?(?:weg|gezogen|getrennt|ab)|hoch(?:gefahren)|"
    r"restarted|re-?started|rebooted|re-?booted|re-?set and restarted|power[- ]?cycled|power[- ]?cycl(?:e|ing)|"
    r"(?:turned|switched|powered|turning|switching|powering)\s(?:\w+\s){0,4}?off\s(?:and|&|then|n)\s(?:\w+\s){0,3}?(?:back\s)?on|"
    r"(?:turned|switched|powered)\s(?:on|off)\s(?:and|&)\s(?:on|off)|off (?:and|&) (?:back )?on(?: again)?|unplugged|un-?plugging|"
    r"pulled the (?:plug|power)|restarting|rebooting|restarts?|reboots?|re-?plugged|plugged\s(?:(?:it|them|the \w+)\s)?back\sin|plugged\s(?:it\s)?in again|plugged it in)\b"
)
_RESET = re.compile(
    r"\b(?:zurück\s?gesetzt|zurücksetzen|werks?reset\w*|werks?einstellung(?:en)?|auf werk|resettet|resetted|geresettet|reseted|reset(?! (?:my |the |a )?(?:password|pin|account|passwort))(?:ting)?|"
    r"factory[- ]?reset(?:ting)?|hard[- ]?reset(?:ting)?|factory (?:settings|defaults?))\b"
)
_CABLE = re.compile(
    r"\b(?:(?:\w*kabel|verkabelung|stecker|anschlüsse|verbindungen|steckverbindungen)\b[^.!?]{0,40}?\b(?:getauscht|ausgetauscht|gewechselt|ausgewechselt|geprüft|überprüft|kontrolliert|gecheckt|gechecked|"
    r"neu (?:ein)?gesteckt|raus und (?:wieder )?rein|umgesteckt|abgezogen|ab- und wieder|fest|sitzt|sitzen|stecken?|in ordnung|okay|ok|richtig|korrekt|angeschlossen|erneuert|probiert|ausprobiert|versucht|getestet|verwendet|genommen)"
    r"|(?:getauscht|gewechselt|geprüft|überprüft|kontrolliert|gecheckt|anderes|anderen|andere|neues|zweites|verschiedene|mehrere)\s(?:\w+[- ])?(?:\w*kabel)\b"
    r"|(?:checked|rechecked|re-?seated|replaced|swapped|changed|tested|tightened|inspected|checking|swapping|replacing)\s(?:out\s)?(?:\w+\s){0,4}?(?:connections?)\b|(?:checked|rechecked|re-?seated|replaced|swapped|changed|tried|using|used|tested|tightened|inspected|bought|checking|swapping|replacing)\s(?:out\s)?(?:\w+\s){0,4}?(?:cables?|cords?|wires?|wiring|ethernet|coax|filters?|microfilter)\b"
    r"|(?:new|different|another|other|second)\s(?:\w+\s){0,2}?(?:cables?|cord|microfilter|filter)\b"
    r"|(?:cables?|connections?|wires?|wiring|everything)\s(?:\w+\s){0,2}?(?:are|is|were|was|been)?\s?(?:all\s)?(?:fine|ok|okay|good|secure|tight|plugged in|connected|checked|in properly|swapped|replaced|changed))\b"
)
_SOCKET = re.compile(
    r"\b(?:(?:andere[nrms]?|zweite[nrms]?|verschiedene[nrms]?|alle[nr]?|weitere[nrms]?)\s(?:\w+[- ])?(?:\w*dosen?|\w*buchsen?|anschlussdosen?|steckdosen?|telefondosen?|multimediadose|tae)\b"
    r"|auch (?:an|in) (?:der|einer|ner) (?:\w+ )?\w*dose\b(?: im \w+| in der \w+)?"
    r"|(?:\w*dosen?|\w*buchse)\s(?:\w+\s){0,3}?(?:gewechselt|getauscht|probiert|ausprobiert|versucht|getestet|geprüft)"
    r"|(?:different|another|other|second|test|master|every|all (?:the )?)\s(?:\w+\s){0,2}?(?:sockets?|outlets?|jacks?|wall plates?|ports?|points?|test socket))\b"
)
_EVIDENCE = re.compile(
    r"\b(?:hab(?:e|en|'s|s)?|hatte[n]?|haben|wurde|ist|sind|war|bin|have|has|had|'ve|i've|we've|did|done|tried|tryed|was|been|already|just|twice|"
    r"times|still|schon|bereits|gerade|eben|mehrfach|mehrmals|\d+ ?(?:x|mal)|erfolglos|vergeblich|probiert|versucht|ausprobiert|gemacht|durchgeführt|auch|trotz|nach|after|even|"
    r"doesn't|didn't|does not|did not|no (?:luck|joy|change|effect|difference|success|use)|hilft|half|geholfen|brachte?|bringt|gebracht|ohne erfolg|nichts|immer noch|"
    r"despite|weder|several|multiple|every|each|again|i|we|ich|wir)\b"
)
_PARTICIPLE = re.compile(
    r"(?:gestartet|restartet|rebootet|gezogen|genommen|getrennt|geschaltet|gemacht|gesetzt|resettet|ted|ed|cycled|plugged|off and (?:back )?on(?: again)?|ing|"
    r"getauscht|gewechselt|geprüft|kontrolliert|gecheckt|gesteckt|probiert|versucht|getestet|stromlos|raus|rausgezogen|weg|ab)$"
)
_OTHERS = re.compile(
    r"\b(?:techniker|kollegin|kollege|kollegen|mitarbeiter(?:in)?|hotline|support|ihr habt|habt ihr|sie haben|haben sie|euer|der service|engineer|technician|"
    r"agent|your (?:team|colleague|guy|rep|staff)|you (?:guys\s)?(?:have\s)?(?:reset|restarted|rebooted)|they|he|she|rep|guy|telekom|vodafone|openreach)\b"
)
_BY_ITSELF = re.compile(
    r"\bstartet\b.{0,40}\bneu\b|(?:rebootet|resettet|restartet) (?:sich|ständig|dauernd|immer)|keeps? (?:\w+\s)?(?:restarting|rebooting|resetting)|(?:restarts?|reboots?|resets?|restarted|rebooted) (?:itself|by itself|on its own|randomly|constantly|every)|"
    r"(?:von (?:selbst|selber|alleine?)|sich (?:selbst|ständig|dauernd|immer))\b.{0,25}(?:neu|zurück)|(?:constantly|randomly|always) (?:restarting|rebooting|restarts|reboots)"
)
_HAD_TO = re.compile(
    r"\b(?:musste|müssen|muss|had to|have to|need to|must)\b.{0,60}\b(?:ständig|immer|jeden|jedes|täglich|mehrmals|alle paar|dauernd|every|daily|constantly|always|several|multiple|each|\d+ ?(?:x|mal|times))\b|"
    r"\b(?:musste|mussten|had to)\b"
)
_ORDER = re.compile(
    r"^\W*(?:bitte|please|try|versuch|mach|ziehen sie|starten sie|check|go ahead|then|dann)\b"
)
_SOMETHING_ELSE = re.compile(
    r"\s(?:the |my |den |das |die )?(?:stream|app|game|spiel|launcher|browser|call|chat|download|film|movie|show)\b"
)
_ROUTER = re.compile(r"\b(?:router|modem|fritz|speedport|box|hub|gateway|easybox|station|gerät)\w*")
_SEATED = re.compile(
    r"\b(?:fest|sitzt|sitzen|stecken?|in ordnung|okay|ok|richtig|korrekt|fine|good|secure|tight|connected|plugged in)$"
)

_NOT_AFTER = re.compile(r"\s(?:habe? ich |i have )?(?:noch )?(?:nicht?|ned)\b(?! geholfen)")
_DENIES_ELSE = re.compile(
    r"\b(?:ohne erfolg|kein erfolg|without success|no luck|bringt nichts|geht nicht|funktioniert nicht|can't)\b"
)
"What is denied there is that it helped."
_BARE = re.compile(
    r"(?:re-?)?(?:starts?|boots?|set|setting|starting|booting)|werks?reset\w*|neustarts?|reset|"
    r"(?:factory|hard)[- ]?reset(?:ting)?|werks?einstellung(?:en)?|zurücksetzen|off (?:and|&) (?:back )?on(?: again)?|"
    r"power[- ]?cycl(?:e|ing)"
)


class _Try(NamedTuple):
    key: Key
    words: re.Pattern[str]


_TRIES = (
    _Try(Key.TRIED_RESTART, _RESTARTED),
    _Try(Key.TRIED_RESET, _RESET),
    _Try(Key.TRIED_CABLE, _CABLE),
    _Try(Key.TRIED_OTHER_SOCKET, _SOCKET),
)
_NOT_YET = re.compile(
    r"\b(?:nicht?(?! nur| geholfen)|ned|nie(?:mals)?|kein(?:e[nmrs]?)?|ohne|n't|not(?! only)|never|without|haven't|havent|hasn't|didn't|didnt|don't|hab(?:e)? ich nicht)\b|n't\b"
)


def tried(text: Text) -> Iterator[Found]:
    """Find what the writer tried, value ``yes``, or said not to have tried, ``no``; orders and questions are neither."""
    for clause in text.clauses:
        if clause.asks or clause.supposes or _ORDER.match(clause.words):
            continue
        for each in _TRIES:
            for match in each.words.finditer(clause.words):
                value = _judge(each.key, clause, match)
                if value:
                    start, end = clause.start + match.start(), clause.start + match.end()
                    kind = kind_of(clause.words) if each.key in {Key.TRIED_RESTART, Key.TRIED_RESET} else ""
                    detail = text.piece(clause.start, clause.end)
                    yield Found(each.key, value, detail, start, end, 0.9 if value == YES else 0.85, kind)
                    break


def _judge(key: Key, clause: Clause, match: re.Match[str]) -> str:
    """Give ``yes``, ``no``, or nothing where the words tell neither."""
    words, word = clause.words, match.group()
    before, after = words[: match.start()], words[match.end() :]
    by_others = _OTHERS.search(before) and not re.search(r"\b(?:ich|i|wir|we)\b", before)
    if by_others or _SOMETHING_ELSE.match(after) or (key is Key.TRIED_RESTART and _BY_ITSELF.search(words)):
        return ""
    negated = _NOT_YET.search(words, 0, match.end()) is not None or _NOT_AFTER.match(after) is not None
    if _HAD_TO.search(before + word):
        return "" if negated or _SOMETHING_ELSE.match(after) else YES
    if clause.modal_before(clause.start + match.start()):
        return ""
    if negated:
        return "" if _DENIES_ELSE.search(before) else NO
    return YES if _is_told(key, word, before + " " + after, clause) else ""


def _is_told(key: Key, word: str, around: str, clause: Clause) -> bool:
    """Whether it was done, and is not just named: a participle says so, a bare noun needs words that do."""
    if word.endswith("neu starten") or word == "neustarten":
        return False  # a plan, unless somebody had to
    if _BARE.fullmatch(word):
        return bool(_EVIDENCE.search(around + " " + clause.sentence.replace(word, "", 1)))
    if key is Key.TRIED_CABLE and _SEATED.search(word):
        return True
    if key is Key.TRIED_CABLE and _PARTICIPLE.search(word.split(maxsplit=1)[0]):
        return True  # "Checked the cables"
    return bool(_PARTICIPLE.search(word) or _EVIDENCE.search(clause.sentence))


def kind_of(words: str) -> str:
    """Give what was restarted or reset when it was no router: ``computer``, ``phone``, ``receiver``; else nothing."""
    if _ROUTER.search(words):
        return ""
    return next(iter(things_named(words)), "")
