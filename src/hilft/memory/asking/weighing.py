"""Rules know wordings, the model has seen many hands: what both say of a sentence becomes its questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from hilft.memory.asking.acts import Marker
from hilft.memory.asking.lexicon import Form, names_another
from hilft.memory.asking.model import Kind, Question
from hilft.memory.asking.sentences import Sentence
from hilft.memory.learned import asked, parts_of, words_of
from hilft.memory.model import Key

SURE = 0.4
"So probable a thing is asked for, whatever the rules say."
POSSIBLE = 0.02
"Less probable than this, the rules have mistaken a wording; but not where a sentence asks for several things at once."
_BEFORE = 6
"Words of the sentence before that are looked at."
_FIVE = 5

_OWN = frozenset(
    {Key.CUSTOMER_NUMBER, Key.PHONE, Key.EMAIL, Key.ADDRESS, Key.DEVICE, Key.TARIFF, Key.CONTRACT_OWNER}
)

# What the model tells apart within a key: the side of it, as the rules name it.
SIDES = {
    "address-postcode": "postcode",
    "device-phone": "phone",
    "device-tv": "receiver",
    "device-other": "other",
    "symptom-lamp": "lamp",
    "symptom-speed": "speed",
    "symptom-often": "often",
    "scope-devices": "devices",
    "scope-wifi": "medium",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a draft as the rules read it; ``start`` and ``end`` are places in the draft."""

    start: int
    end: int
    text: str
    "Folded."
    features: frozenset[str]
    ruled: tuple[Question, ...]


def look(
    sentence: Sentence,
    before: Sequence[str],
    named: Sequence[tuple[Key, Form]],
    signs: Sequence[Marker],
    ruled: Sequence[Question],
) -> frozenset[str]:
    """Give what the model looks at: the words, what the rules found in them, and how the sentence before ended."""
    words = words_of(sentence.text)
    found = set(parts_of(words))
    found.add(f"!length {min(_FIVE, len(words) // _FIVE)}")
    found.update(f"before {word}" for word in before[-_BEFORE:])
    found.update(f"!act {sign.act}" for sign in signs)
    if sentence.asks:
        found.add("!asks")
    for key, form in named:
        found |= {f"!named {key}", f"!named {key} {form} {sentence.asks}"}
    found.update(f"!ruled {each.key} {each.about} {each.kind}" for each in ruled if each.key)
    return frozenset(found)


def weigh(reading: Reading) -> list[Question]:
    """Give the questions of a sentence: what the rules say and the model thinks possible, and what the model is sure of."""
    likely = _best(asked()(reading.features))
    several = len({each.key for each in reading.ruled}) > 1
    found = [each for each in reading.ruled if each.key is None or several or likely[each.key][0] >= POSSIBLE]
    known = {each.key for each in found}
    for key, (chance, label) in likely.items():
        if key not in known and chance >= SURE and not (key in _OWN and names_another(reading.text)):
            kind = Kind.REQUEST if label.endswith("-do") else Kind.ASK
            about = SIDES.get(label, "")
            found.append(Question(key, about, reading.start, reading.end, kind, reading.start))
    asks = any(each.key for each in found)
    return [each for each in found if each.key or not asks]


def _best(chances: dict[str, float]) -> dict[Key, tuple[float, str]]:
    """Give for each key how probable it is and which of its labels is the most probable."""
    best: dict[Key, tuple[float, str]] = {}
    for label, chance in chances.items():
        key = Key(label.partition("-")[0])
        best[key] = max(best.get(key, (0.0, label)), (chance, label))
    return best
