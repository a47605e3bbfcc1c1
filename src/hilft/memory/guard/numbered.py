"""Numbers that identify somebody: what a word in front names, and what its check digits give away."""

import re
from collections.abc import Callable, Iterator, Sequence

from stdnum import iban as iban_numbers
from stdnum import imei, luhn
from stdnum.ch import ssn as swiss_ssn
from stdnum.de import idnr, vat
from stdnum.exceptions import ValidationError
from stdnum.us import ssn as us_ssn

from hilft.memory.guard.model import OwnNumber
from hilft.memory.model import Key

_FLAGS = re.IGNORECASE
_LINK = (
    r"(?:['’]s)?[\"'“„)\]]?\s*(?:(?:ist|lautet|war|wäre|is|was|reads|nr\.?|nummer|number|no\.?|num|id|die|the|your|ihre|deine|mit|"
    r"with|von|of|der|für|for|to|zur|zum|ihrer|deiner|ihres|deines|vom|unter|under|hat|has|habe|notiert|:|=|#|-|–|,|\()\s*){0,5}"
    r"[:#=\"'“„(\[]*\s*"
)
_VALUE = r"(?P<value>(?!(?:in|am|um|ab|bei|von|vom|bis|seit|mit|for|at|on|of|to|by|from|with|auf|is|ist|der|die)\s)[a-z]{0,5}[-/ ]?\d[\da-z]*(?:[-/. ]?[\da-z]*\d[\da-z]*)*(?:-[a-z](?!\w))?)"
_CUSTOMER = re.compile(
    r"(?<!\w)(?:kunden|kundn|kd|k|vertrags?|kundenkonto|vertragskonto|buchungskonto|konto|zugangs|teilnehmer|anschluss|member|mitglieds)"
    r"[\s.\-–/]{0,3}(?:nummern?|nr\.?|num|no\.?|konto|id|kennung|kennziffer|\#)(?!\w)" + _LINK + _VALUE
    + r"|(?<!\w)(?:customer|account|contract|client|acct?|a/c|cust|member(?:ship)?|subscriber|user)"
    r"[\s.\-–/]{0,3}(?:number|nr\.?|num|no\.?|id|ref(?:erence)?|\#)(?!\w)" + _LINK + _VALUE.replace("value", "value2"),
    _FLAGS,
)  # fmt: skip
_ORDER = re.compile(
    r"(?<!\w)(?:bestell(?:ung|ungs)?|auftrags?|ticket|vorgangs?|störungs?(?:ticket|meldung)?|stoerungs?|rechnungs?|sendungs?|"
    r"tracking|referenz|reklamations?|retouren?|paket|lieferungs?|fall|bearbeitungs?|order|reference|ref|invoice|shipment|"
    r"parcel|case|incident|booking|complaint|return|rma|aktenzeichen|az|confirmation)"
    r"[\s.\-–/]{0,3}(?:nummern?|nr\.?|numbers?|num|no\.?|id|code|ref(?:erence)?|\#)?(?!\w)" + _LINK + _VALUE,
    _FLAGS,
)
_ORDER_ALONE = re.compile(
    r"(?<![\w-])(?:ord|auf|bst|inc|tt|wk|re|so|po|rma|tic|sr|cs|wo)[-#]?\d[\d-]{4,}(?!\w)", _FLAGS
)
_SECRET = re.compile(
    r"(?<!\w)(?:service-?|kunden-?|telefon-?|hotline-?|sim-?)?(?:pin|puk|kennwort|passwort|password|passcode)"
    r"(?!\w)" + _LINK + r"(?P<value>(?=\S*\d)[^\s,;]{3,30})(?!\w)",
    _FLAGS,
)
_IDENTITY = re.compile(
    r"(?<!\w)(?:personalausweis|ausweis|reisepass|pass|passport|id[- ]?card|driving licence|führerschein|steuer|"
    r"sozialversicherungs?|rentenversicherungs?|national insurance|nino|ssn|social security|tax|steuer-?id|imei|serien|s/n|"
    r"serial|iccid|sim(?:-?karten)?|zähler|gerätekennung|geräte|device|mac(?:[ -]?(?:adresse|address))?)"
    r"[\s.\-–/]{0,3}(?:nummern?|nr\.?|numbers?|num|no\.?|id|\#)?(?!\w)" + _LINK + _VALUE,
    _FLAGS,
)
_MONTHS = (
    r"januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|june|july|"
    r"october|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|okt|nov|dec|dez"
)
# "unter Kunde 88120394", "account 6001-7743-02": without the word number, but long enough to be one.
_CUSTOMER_ALONE = re.compile(
    r"(?<!\w)(?:kund(?:e|in|en)|(?:kunden|vertrags)konto|vertrag|account|acct?|a/c|customer|contract)\s(?:#\s?)?"
    r"(?P<value>(?:[a-z]{1,3}[-/ ]?)?[1-9]\d{2,}+(?:[-/. ]\d++){0,8}+)(?![\w%€$£]|[.,:]\d)",
    _FLAGS,
)
_MAC = re.compile(
    r"(?<![\w:.-])(?:[0-9a-f]{2}(?P<sep>[:-])(?:[0-9a-f]{2}(?P=sep)){4}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w:-]|\.\w)",
    _FLAGS,
)
_BORN_IN = r"(?:19\d{2}|200\d|201[0-5])"
_BIRTH = rf"(?P<value>\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?{_BORN_IN}|\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:{_MONTHS})\w*\.?,?\s?{_BORN_IN}|(?:{_MONTHS})\w*\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s?{_BORN_IN}|{_BORN_IN}-\d{{2}}-\d{{2}})"
_BIRTH_WORD = r"(?:geb(?:oren|\.)|geburts(?:datum|tag\w*)|date of birth|birth ?da(?:te|y)|d\.?o\.?b\.?|born)"
# The word near the date, before or behind it; the year is one people are born in.
_BORN_NEAR = (
    re.compile(rf"(?<!\w){_BIRTH_WORD}(?!\w)[^\d!?\n]{{1,50}}?(?<!\d){_BIRTH}(?!\d)", _FLAGS),
    re.compile(rf"(?<!\d){_BIRTH}(?!\d)[^\d.!?\n]{{1,40}}?(?<!\w){_BIRTH_WORD}(?!\w)", _FLAGS),
)
_BORN = re.compile(
    r"(?<!\w)(?:geb(?:oren|\.)?(?:\s+am)?|geburts(?:datum|tag)|date of birth|d\.?o\.?b\.?|born(?: on)?|birthday)(?!\w)"
    + _LINK
    + rf"(?P<value>\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?\d{{2,4}}|\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:{_MONTHS})\w*\.?\s?\d{{2,4}}|"
    rf"(?:{_MONTHS})\w*\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s?\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})",
    _FLAGS,
)
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\s?\d{2}(?:[ .-]?[a-z0-9]){11,30}(?![a-z0-9])", _FLAGS)
_IBAN_DE = re.compile(r"(?<![a-z0-9])(?:de\s?\d{2}(?:[ .-]?\d){18}|at\s?\d{2}(?:[ .-]?\d){16})(?!\d)", _FLAGS)
_IBAN_NAMED = re.compile(
    r"\biban\b" + _LINK + r"(?P<value>[a-z]{2}\s?\d{2}(?:[ .-]?[a-z0-9]{2,4}){2,7})(?!\w)", _FLAGS
)
_BANK = re.compile(
    r"(?<!\w)(?:konto|kto\.?|bankkonto|bank account|sort code|blz|bankleitzahl)"
    r"\s?[-.]?\s?(?:nummer|nr\.?|number|no\.?)?(?!\w)" + _LINK + r"(?P<value>\d[\d -]{4,20}\d)(?!\w)",
    _FLAGS,
)
_DIGITS = re.compile(r"(?<![\w.,/+-])[0-9](?:[ -]?[0-9]){7,19}(?![\w]|[.,/-]\d)")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_NINO = re.compile(r"(?<!\w)[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?!\w)", _FLAGS)
_VAT = re.compile(r"(?<!\w)de ?\d{3} ?\d{3} ?\d{3}(?!\w| ?\d)", _FLAGS)
_AHV = re.compile(r"(?<!\w)756[. ]\d{4}[. ]\d{4}[. ]\d{2}(?!\w)")
_CARD = re.compile(r"(?<![\w.,/+-])[3-6]\d{3}(?:[ -]?\d){9,15}(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d{2}")

_LEAST_NAMED = 4
_LEAST_ORDER = 4
_LEAST_ALONE = 6
_CARD_LENGTHS = range(13, 20)
_AMEX = 15


def _holds(check: Callable[[str], str], number: str) -> bool:
    try:
        check(number)
    except ValidationError:
        return False
    return True


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _valued(pattern: re.Pattern[str], text: str, least: int) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        name = next((each for each, value in match.groupdict().items() if value), None)
        if name is None:
            continue
        value = match[name].rstrip(' .!?)”“"')
        if len(_digits(value)) < least or (_YEAR.fullmatch(value) and "n" not in match[0][:-4].lower()):
            continue
        yield match.start(name), match.start(name) + len(value)


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Every valid IBAN, everything called one, and what has the shape of a German or Austrian one (a digit mistyped)."""
    for match in _IBAN.finditer(text):
        found = _valid_iban(match[0])
        if found:
            yield match.start(), match.start() + found
    for match in _IBAN_DE.finditer(text):
        yield match.span()
    yield from _valued(_IBAN_NAMED, text, 6)
    yield from _valued(_BANK, text, 6)


def _valid_iban(text: str) -> int:
    """Give the length of the longest beginning that is a valid IBAN; words may follow without a border."""
    for end in range(len(text), 14, -1):
        if text[end - 1].isalnum() and (end == len(text) or not text[end].isalnum()):
            plain = re.sub(r"[ .-]", "", text[:end])
            if _holds(iban_numbers.validate, plain):
                return end
    return 0


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Payment cards: 13 to 19 digits that begin like one and satisfy Luhn (ISO/IEC 7812)."""
    for match in _CARD.finditer(text):
        plain = _digits(match[0])
        # Of fifteen digits only American Express has cards; an IMEI satisfies Luhn too.
        amex = plain.startswith(("34", "37"))
        if len(plain) in _CARD_LENGTHS and amex >= (len(plain) == _AMEX) and _holds(luhn.validate, plain):
            yield match.span()


def customer_numbers(text: str, own: Sequence[OwnNumber]) -> Iterator[tuple[int, int]]:
    """What is called a customer, contract or account number, and what has one of the brand's formats."""
    yield from _valued(_CUSTOMER, text, _LEAST_NAMED)
    yield from _valued(_CUSTOMER_ALONE, text, _LEAST_ALONE)
    yield from _own(text, own, Key.CUSTOMER_NUMBER)


def _own(text: str, own: Sequence[OwnNumber], key: Key) -> Iterator[tuple[int, int]]:
    for each in own:
        if each.key is key:
            for match in each.regex.finditer(text):
                if each.fits(match[0]):
                    yield match.span()


def order_numbers(text: str, own: Sequence[OwnNumber]) -> Iterator[tuple[int, int]]:
    """What is called an order, ticket, invoice or parcel number."""
    yield from _valued(_ORDER, text, _LEAST_ORDER)
    yield from _own(text, own, Key.ORDER_NUMBER)
    for match in _ORDER_ALONE.finditer(text):
        yield match.span()


def births(text: str) -> Iterator[tuple[int, int]]:
    """Dates of birth: said to be one."""
    yield from _valued(_BORN, text, 3)
    for pattern in _BORN_NEAR:
        yield from _valued(pattern, text, 4)


def macs(text: str) -> Iterator[tuple[int, int]]:
    """Hardware addresses of somebody's device, as IEEE 802 writes them and with dots."""
    for match in _MAC.finditer(text):
        yield match.span()


def other_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Identity, tax, social security and device numbers, PINs."""
    yield from _valued(_SECRET, text, 2)
    yield from _valued(_IDENTITY, text, 3)
    for pattern, check in ((_SSN, us_ssn.validate), (_VAT, vat.validate), (_AHV, swiss_ssn.validate)):
        for match in pattern.finditer(text):
            if _holds(check, re.sub(r"[ .-]", "", match[0])):
                yield match.span()
    for match in _NINO.finditer(text):
        yield match.span()
    for match in _DIGITS.finditer(text):
        plain = _digits(match[0])
        if _holds(idnr.validate, plain) or (len(plain) == 15 and _holds(imei.validate, plain)):  # noqa: PLR2004 - 3GPP TS 23.003
            yield match.span()


def bare_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Eight digits and more that nothing explains: in a service answer that is somebody's number."""
    for match in _DIGITS.finditer(text):
        yield match.span()
