"""Telephone numbers as people write them; freephone and service numbers are nobody's own."""

import re
from collections.abc import Iterator, Sequence

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

_OPEN = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)
_NUMBER = re.compile(
    r"(?<![\w.,:/+#-])(?:\+|00(?=[1-9])|\(?\+?\d{0,3}\)?\s?\(?0)?\(?\d(?:(?:[ \u00a0]?[-/().–][ \u00a0]?|[ \u00a0]{1,2})?\d){5,15}(?![\w]|[.,:]\d|\s?(?:€|%|uhr\b))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:tel(?:efon)?(?:nummer|nr)?|phone|mobile?|mobil(?:nummer|nr)?|handy(?:nummer|nr)?|cell|ruf(?:nummer|nr)?|rückrufnummer|"
    r"anruf(?:en)?|festnetz(?:nummer)?|number|nummer|unter|erreichbar|erreichen|call|ring|text|whatsapp|fax|durchwahl|landline)"
    r"\b[^\d\n?!]{0,24}$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:\b(?:unsere?[rnm]?|our)\s+(?:\w+\s+){0,2}(?:\w*nummer|telefon\w*|e-?mail\w*|mail\w*|adresse|postfach|line|number|shop|zentrale|büro|office|"
    r"address|inbox|support)\b[^.!?\n]{0,25}|\b(?:hotline|kundenservice|kundenhotline|servicenummer|service-?nummer|helpline|"
    r"customer (?:service|care)|störungs(?:hotline|annahme)|zentrale)\b[^.!?\n]{0,30}|"
    r"\b(?:erreich\w*|ruf\w*|kontaktier\w*|melde\w*|call|ring|phone|reach|contact|text)\s+(?:sie\s+|du\s+|dich\s+|sich\s+)?(?:uns|us|bei uns)\b[^.!?\n]{0,40})$",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"\b(?:ihre?[rnm]?|deine?[rnm]?|your|kunden?)\b", re.IGNORECASE)
_NORTH_AMERICA = re.compile(r"(?:\+?1[-. ]?)?\(?[2-9]\d{2}\)?[-. ]\s?\d{3}[-. ]\d{4}")
_LOOK_BACK = 70
_LEAST, _LEAST_NAMED, _MOST = 7, 5, 15


def phones(text: str, region: str, ours: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the places of private telephone numbers; ``ours``: the brand's own numbers, written anyhow."""
    own = {plain for each in ours if (plain := _plain(each, region))}
    for match in _NUMBER.finditer(text):
        if _private(text, match, region, own):
            yield match.span()


def said_as_ours(before: str) -> bool:
    """Whether the words in front speak of the brand's own number or address, not of the customer's."""
    ours = _OURS.search(before[-_LOOK_BACK:])
    return ours is not None and not _THEIRS.search(ours[0])


def _private(text: str, match: re.Match[str], region: str, own: set[str]) -> bool:
    raw, before = match[0], text[max(0, match.start() - _LOOK_BACK) : match.start()]
    digits = sum(each.isdigit() for each in raw)
    named = _NAMED.search(before) is not None
    if not (_LEAST_NAMED if named else _LEAST) <= digits <= _MOST:
        return False
    trunk = raw.lstrip("(").startswith(("+", "0"))
    american = _NORTH_AMERICA.fullmatch(raw) is not None
    if not (trunk or american or named):
        return False
    parsed = _parse(raw, "US" if american and not trunk else region)
    if parsed is None:
        return named
    plain = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if plain in own or phonenumbers.number_type(parsed) in _OPEN or said_as_ours(before):
        return False
    return named or american or _plausible(raw, parsed)


def _plausible(raw: str, parsed: phonenumbers.PhoneNumber) -> bool:
    if phonenumbers.is_valid_number(parsed):
        return True
    british = _parse(raw, "GB")
    if british is not None and phonenumbers.is_valid_number(british):
        return phonenumbers.number_type(british) not in _OPEN
    return phonenumbers.is_possible_number(parsed)


def _parse(raw: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(re.sub(r"\(0\)", "", raw) if raw.startswith(("+", "00")) else raw, region)
    except NumberParseException:
        return None


def _plain(raw: str, region: str) -> str:
    parsed = _parse(raw, region)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if parsed else ""
