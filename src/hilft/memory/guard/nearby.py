"""Numbers whose name stands near and not right in front: "die PUK, bei uns ist 8392…", "GB-55… as your customer number". Pure."""

import re
from collections.abc import Iterator

from hilft.memory.guard.model import Kind

_FLAGS = re.IGNORECASE
_NUMBER = r"(?:[\s.\-–/]{0,3}(?:nummern?|nr|numbers?|num|no|id|code|ref(?:erence)?|kennung))"
_NAMES = (
    (
        Kind.CUSTOMER_NUMBER,
        rf"(?:kunden|kd|vertrags?|kundenkonto|mitglieds|customer|account|acct?|contract|client|subscriber|member(?:ship)?){_NUMBER}",
    ),
    (
        Kind.ORDER_NUMBER,
        rf"(?:bestell(?:ungs?)?|auftrags?|ticket|vorgangs?|störungs?|rechnungs?|sendungs?|paket|order|invoice|tracking|booking|case|incident|shipment|parcel){_NUMBER}",
    ),
    (
        Kind.NUMBER,
        (
            rf"(?:(?:\w+-?)?(?:pin|puk)|passcode|(?:serien|ausweis|personalausweis|reisepass|steuer|sozialversicherungs|imei|geräte|iccid|zähler){_NUMBER}|"
            r"imei|iccid|serial(?:[\s-]?(?:number|no))?|passport(?:[\s-]?(?:number|no))|id[\s-]card|national insurance(?:[\s-]number)?|mac(?:[\s-](?:adresse|address|id))?)"
        ),
    ),
)
"What a number is called, by kind."
_VALUE = r"(?<![\w@.,/:+-])(?P<value>(?:[a-z]{1,5}[-/]?)?\d[\da-z]*+(?:[-/. ](?=[a-z]{0,8}\d)[\da-z]++){0,8}+(?:-[a-z](?!\w))?)(?![\w%€$£]|[.,:]\d)"
_IS = r"(?:is|ist|lautet|laute|wäre|war|was|be|sein|as|steht|reads|says|sagt|heißt|haben wir|hab ich|habe ich|we have|i have|we see|i see|sehe ich|finde ich|:|=)"
# Words between the name and its number; none that begins something else ("… and call 0800 …").
_OTHER = (
    r"(?:unter|under|call|ring|ruf\w*|anruf\w*|tel\w*|phone|text|bis|by|until|till|seit|since|um|at|oder|or|und|and|per|via|dann|then|kostet|costs?|"
    r"mindestens|about|over|über|rund)"
)
_BREAK = r"(?:unter|call|ring|ruf\w*|anruf\w*|tel\w*|phone|text|oder|or|und|and|dann|then|kostet|costs?|seit|since)"
_GAP = (
    rf"(?:(?:\s(?!{_OTHER}\b)[a-zäöüß'’-]+){{1,6}}?\s|(?:,?\s(?!{_BREAK}\b)[a-zäöüß'’-]+){{0,8}}?(?:,?\s{_IS}|\s?[:=])\s?"
    r"(?:(?:die|the|der|den|wohl|still|noch)\s)?)[\"'„“(]?"
)
_THAT = (
    r"(?:that|das|this|dies|it|es|still|noch|really|wirklich|the|your|ur|my|her|his|their|our|die|deine?r?|ihre?r?|meine?|eure?|seine?|der|dem|"
    r"correct|right|aktuelle|richtige|neue|alte|old|new|current|bei uns|hier|auch|also)"
)
_SAYS = (
    rf"[\"'“)]?(?:[\s,–-]+(?:(?!{_BREAK}\b)[a-zäöüß]+\s){{0,4}}?(?:is|ist|war|was|as|als|for|sei|wäre|=)(?:\s{_THAT}){{0,4}}|"
    rf"\s(?:(?:noch|still|really|wirklich|auch)\s)?(?:deine?|ihre?|your|ur|the|die)(?:\s{_THAT}){{0,2}})\s"
)
_NEAR = tuple(
    (kind, re.compile(pattern, _FLAGS))
    for kind, name in _NAMES
    for pattern in (rf"(?<!\w){name}(?!\w)\.?{_GAP}{_VALUE}", rf"{_VALUE}{_SAYS}{name}(?!\w)")
)
_PASSWORD = re.compile(
    rf"(?<!\w)(?:\w*kennwort|\w*passwort|password|passcode)(?!\w)(?:,?\s(?!{_BREAK}\b)[a-zäöüß'’-]+){{0,8}}?(?:,?\s{_IS}|\s?[:=])\s?"
    r"[\"'„“(]?(?P<value>(?=\S{0,30}\d)[^\s,;\"”“)]{4,30})(?!\w)",
    _FLAGS,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LEAST = {Kind.CUSTOMER_NUMBER: 5, Kind.ORDER_NUMBER: 5, Kind.NUMBER: 4}
"Digits."


def named_nearby(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Give kind, start and end of numbers that a word near them in the same clause names."""
    for match in _PASSWORD.finditer(text):
        yield Kind.NUMBER, match.start("value"), match.start("value") + len(match["value"].rstrip(".!?:"))
    for kind, pattern in _NEAR:
        for match in pattern.finditer(text):
            value = match["value"]
            digits = sum(each.isdigit() for each in value)
            if digits < _LEAST[kind] or _YEAR.fullmatch(value):
                continue
            # A telephone number near the word "customer number" stays one.
            if kind is Kind.NUMBER or not value.startswith("0"):
                yield kind, *match.span("value")
