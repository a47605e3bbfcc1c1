"""Tell a short thanks from everything else: it is shown on a solved case and does not reopen it.

Told by a list of harmless words, not by a list of troubles: what people can complain about has no end. A text that
holds any other word is read by somebody; one name directly after the thanks is allowed.
"""

import re

MAX_WORDS = 12
"A longer text may thank, too, but somebody must read it."

_THANKS = re.compile(
    r"\b(dank\w*|merci|thx|thanks?|thank\s+you|ty|cheers|danke\w*|dankeschön|top|super|perfekt|perfect|great)\b",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HARMLESS = _words(
    """
    danke dank dankeschön dankesehr danki merci schön vielen besten herzlichen lieben tausend 1000 recht sehr
    super top perfekt prima toll klasse spitze mega bestens einwandfrei endlich echt wirklich so ok okay oki ja jo
    alles klar gut geht läuft funktioniert klappt geklappt geholfen gelöst erledigt jetzt nun wieder für fürs die das
    den der dem eure euren eurer ihre ihren deine deinen schnelle schnellen tolle gute nette freundliche rasche kompetente
    hilfe unterstützung antwort rückmeldung info auskunft service mühe geduld an euch dir ihnen ihr seid sie sind du
    bist team beste ist war hat es ich bin wir und einen schönen tag abend wochenende feierabend lg vg mfg gruß grüße
    liebe viele zufrieden top
    thanks thank thx ty cheers you u so much very great perfect awesome super brilliant lovely nice good all fine
    everything done working works running fixed sorted solved back up now it its it's is was that's thats for the your
    quick fast prompt kind help reply response support service guys team a lot many and have day evening weekend really
    best appreciated appreciate
    """
)
_BEFORE_A_NAME = frozenset({"danke", "dank", "an", "you", "thanks", "thx", "merci", "liebe", "cheers"})
_NO_NAME = _words(
    "wann warum wieso wie wo was wer aber leider bitte trotzdem internet telefon router problem störung nein"
    " when why how what where who but still please no never down"
)
_HANDLE = re.compile(r"@[\w.-]+(@[\w.:-]+)?")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def is_short_thanks(text: str) -> bool:
    """Whether the text says thanks and nothing that could want an answer; in doubt it does not."""
    plain = _HANDLE.sub(" ", text)
    words = _WORD.findall(plain.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    if "?" in plain or len(words) > MAX_WORDS or not _THANKS.search(plain):
        return False
    strange = [place for place, word in enumerate(words) if not _is_harmless(word)]
    return not strange or (len(strange) == 1 and _is_name(words, strange[0]))


def _is_harmless(word: str) -> bool:
    folded = re.sub(r"e{3,}$", "e", word.lower())
    return folded in _HARMLESS


def _is_name(words: list[str], place: int) -> bool:
    word = words[place]
    if place == 0 or not word[0].isupper() or word.lower() in _NO_NAME:
        return False
    return words[place - 1].lower() in _BEFORE_A_NAME
