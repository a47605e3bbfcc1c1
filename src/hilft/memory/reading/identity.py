"""Who it is: numbers, telephone, mail, street address, name, whose contract."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from hilft.memory.model import Found, Key
from hilft.memory.reading.patterns import BrandPatterns
from hilft.memory.reading.text import Text

_VALUE = r"(?P<value>[a-z]{0,4}[-/ ]?\d[\da-z./ -]{2,22}\d|[a-z]{0,4}-?\d{4,20})"
_IS = (
    r"(?:\s*(?:ist|lautet|is|wäre|war|was|mit der|mit|nummer|number|no\.?|nr\.?|id|die|the|hier|here|again|nochmal|"
    r"for you|:|=|#|-|\())*[\s:#=(-]*"
)
_CUSTOMER = re.compile(
    r"\b(?:kunden|vertrags|kundenkonto|vertragskonto|kd|kdn|anschluss|customer|account|acct|acc|contract|client|membership)"
    r"[\s.-]*(?:konto)?[\s.-]*(?:(?:nummern?|number|num|nr|no|id|ref(?:erence)?)\b|#)\.?" + _IS + _VALUE
)
_CUSTOMER_BARE = re.compile(
    r"\b(?:account|acct|customer|kunde|kd|kundenkonto)[\s.:#]{1,3}(?P<value>[a-z]{0,4}-?\d[\d -]{3,14}\d)(?![\d.,]*\d)"
)
"Without a word for the number, but with nothing between."
_ORDER = re.compile(
    r"\b(?:(?:bestell|auftrags|ticket|vorgangs|referenz|störungs?(?:melde)?|fall|tracking|sendungs|meldungs|retouren|buchungs)"
    r"[\s.-]*(?:nummern?|nr|id|kennung)\b|(?:ticket|auftrag|vorgang)\b|"
    r"(?:order|ticket|reference|case|incident|tracking|request|complaint|work ?order|confirmation|fault|job|ref)"
    r"[\s.-]*(?:(?:number|num|no|nr|id|ref(?:erence)?)\b|#)|(?:ref|order|incident|ticket)\b)\.?"
    + _IS
    + _VALUE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b")
_HIDDEN_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]{1,64})\s?(?:\(at\)|\[at\]|\(ät\)|\[ät\])\s?"
    r"(?P<where>[\w-]{1,63}(?:(?:\.|\s?(?:\(dot\)|\(punkt\)|\[dot\]|\[punkt\])\s?)[\w-]{1,63}){1,3})"
)
"As people write it where machines might read along."
_DOT = re.compile(r"\s?[(\[](?:dot|punkt)[)\]]\s?")
_ENOUGH_DIGITS = 6
_OF_OTHERS = re.compile(r"(?:hotline|ihre|eure|eurer|ihrer|your|unter der|call centre|iban)\W*$")
_CALLED_PHONE = re.compile(
    r"\b(?:tel|telefon(?:nummer|nr)?|handy(?:nummer|nr)?|mobil(?:nummer|nr)?|rufnummer|festnetz|phone(?: number)?|mobile(?: number)?|cell|landline)"
    r"(?:\.|\s|:|ist|lautet|is|-|\()*$"
)
"What stands right before a number that no directory could hold: it is one all the same."
_SHORTEST = 4

_STREET_DE = (
    r"(?<![\wäöüß])(?:[A-ZÄÖÜ][\wäöüß.]{1,30}(?:[ -](?:[A-ZÄÖÜ][\wäöüß.]{1,30}|der|dem|den|am|an|im|zur|zum|auf|von|vom)){0,3}?[ -]?)??"
    r"(?:[A-ZÄÖÜa-zäöü][\wäöüß-]{0,40}?)??(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.?|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Rr]ing|[Uu]fer|[Dd]amm|"
    r"[Cc]haussee|[Hh]of|[Ss]teig|[Pp]fad|[Mm]arkt)\s?\d{1,4}\s?[a-hA-H]?(?![\w.:]\w)"
)
_TOWN_DE = r"\d{5}\s+(?!Euro|EUR|Mbit|Kunden)[A-ZÄÖÜ][\wäöüß.-]+(?:[ -](?:am|an der|im|bei|ob der|[A-ZÄÖÜ(])[\wäöüß().-]*)*"
_ADDRESS = re.compile(
    rf"(?:{_STREET_DE})(?:\s*,?\s*(?:in\s+)?(?:{_TOWN_DE}))?"
    rf"|(?<=\bin )(?:{_TOWN_DE})|(?<=PLZ )\d{{5}}(?: [A-ZÄÖÜ][\wäöüß-]+)?"
    r"|(?:wohne|live|located|Adresse(?: ist| lautet)?|address(?: is)?|Anschrift(?: ist| lautet)?)\W{1,3}(?:in |im |at |on |: ?)?"
    rf"(?P<after>{_TOWN_DE}|\d{{1,5}}[a-z]? [A-Z][\w'.]+(?:,? [A-Z][\w'.]+)*(?:,? \d{{5}})?)"
    r"|\b\d{1,5}[a-zA-Z]? (?:[A-Z][\w'.]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|"
    r"Boulevard|Blvd|Way|Terrace|Gardens|Place|Pl|Square|Grove|Hill|Park|Mews|Row|Walk|Green)\b\.?"
    r"(?:,? [A-Z][a-z]+)*(?:,? (?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2},? \d{5}))?"
    r"|\b(?:[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2})\b"
)
_NAME = re.compile(
    r"\b(?:mein name ist|meine name ist|ich heiße|ich heisse|my name is|my name's|name:|name ist|i am called)\s+"
    r"(?P<value>[\wäöüß'-]+(?: [\wäöüß'.-]+){0,2})"
)
_CAPITAL = re.compile(r"(?:[A-ZÄÖÜ][\w'.-]*)(?:[ ](?:von|van|de|zu|[A-ZÄÖÜ])[\w'.-]*){0,3}")
_KIN = (
    r"(?:mein(?:e[rnms]?)?|unser(?:e[rnms]?)?|my|our) (?:frau|mann|ehefrau|ehemann|mutter|vater|mama|papa|eltern|oma|opa|sohn|tochter|"
    r"freundin|freund|partnerin|partner|bruder|schwester|mitbewohnerin|mitbewohner|firma|chef|vermieter|schwiegermutter|"
    r"schwiegervater|großmutter|großvater|schwiegereltern|großeltern|"
    r"wife|husband|mother|mum|mom|father|dad|parents|son|daughter|girlfriend|boyfriend|fiancee|fiance|brother|"
    r"sister|roommate|flatmate|company|landlord|gran(?:dmother|dma)?|grand(?:father|pa)|uncle|aunt)(?:'?s)?"
)
_OWNER = re.compile(
    rf"(?:(?:läuft (?:der|das|hier der) )?(?:vertrag|anschluss|konto|account|contract|line)\s(?:hier\s)?(?:auf|läuft|laufen|lauft|ist|geht|is|runs?|was)(?:\s(?:auf|noch|nämlich|über|under|in|on|dem|den|the))*"
    rf"(?:\snamen?(?:\svon)?)?\s(?P<kin1>{_KIN}))"
    rf"|(?:vertragsinhaber(?:in)?|kontoinhaber(?:in)?|anschlussinhaber(?:in)?|account (?:holder|owner)|contract (?:holder|owner))\s*(?:ist|is|:|=|wäre)\s*(?P<kin2>{_KIN}|(?P<name>[\wäöüß'-]+(?: [\wäöüß'.-]+){{0,2}}))"
    rf"|(?P<kin3>{_KIN})\s(?:ist|is)(?: der| die| the| nämlich)?\s(?:vertragsinhaber|kontoinhaber|anschlussinhaber|account (?:holder|owner)|contract holder)"
    r"|(?P<self>(?:ich bin|bin|i am|i'm)(?: selbst| auch| der| die| the| selber)*\s(?:vertragsinhaber|kontoinhaber|anschlussinhaber|account (?:holder|owner)|contract holder)|"
    r"(?:vertrag|anschluss|account|contract) (?:läuft|ist|is) (?:auf mich|auf meinen namen|in my (?:own )?name|under my (?:own )?name))"
    rf"|(?:vertrag|anschluss|konto|account|contract)\s(?:läuft|lauft|ist|is)\s(?:auf|under|in)(?: den| dem| the)? name?n?(?: von| of)?\s(?P<name2>[\wäöüß'-]+(?: [\wäöüß'.-]+){{0,2}})"
    rf"|(?:account|contract|line|it)(?:'s| is)? (?:is )?(?:in|under) (?P<kin4>{_KIN}) name"
)


_LABELLED = (
    (Key.CUSTOMER_NUMBER, _CUSTOMER),
    (Key.ORDER_NUMBER, _ORDER),
    (Key.CUSTOMER_NUMBER, _CUSTOMER_BARE),
)


def numbers(text: Text, brand: BrandPatterns) -> Iterator[Found]:
    """Find customer and order numbers: with a word that says so, or by the brand's own pattern and check digit."""
    taken: list[tuple[int, int]] = []
    for pattern in brand.numbers:
        for match in pattern.regex.finditer(text.low):
            number = text.raw[match.start() : match.end()].strip()
            if pattern.fits(number):
                taken.append(match.span())
                yield Found(pattern.key, number.upper(), "", *match.span(), 0.98 if pattern.check else 0.9)
    for key, label in _LABELLED:
        for match in label.finditer(text.low):
            start, end = match.span("value")
            number = _number(text.raw[start:end])
            if number and not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield Found(key, number, "", start, start + len(text.raw[start:end].rstrip()), 0.95)


def _number(text: str) -> str:
    """Give a number as it was written; what looks like a date, a time or an amount is none."""
    number = re.sub(r"\s+[a-z]+\b.*$", "", text.strip(" .-/"))
    number = re.sub(r"\s+", " ", number).strip(" .-/")
    digits = sum(c.isdigit() for c in number)
    looks_else = re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{1,2}[.:]\d{2}|20\d{2}-\d{2}-\d{2}", number)
    return number.upper() if digits >= _SHORTEST and looks_else is None else ""


def mail(text: Text) -> Iterator[Found]:
    """Find mail addresses."""
    for match in _EMAIL.finditer(text.addresses):
        yield Found(Key.EMAIL, match.group(), "", *match.span(), 0.98)
    for match in _HIDDEN_EMAIL.finditer(text.low):
        written = f"{match['who']}@{_DOT.sub('.', match['where'])}"
        yield Found(Key.EMAIL, written, text.piece(*match.span()), *match.span(), 0.9)


def phone(text: Text, brand: BrandPatterns, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """Find telephone numbers that can exist, or that are said to be one; ``taken``: where other numbers stand."""
    if sum(c.isdigit() for c in text.low) < _ENOUGH_DIGITS:
        return
    plain = text.low
    for start, end in taken:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    found: list[tuple[int, int]] = []
    for leniency in (Leniency.VALID, Leniency.POSSIBLE):
        for match in PhoneNumberMatcher(plain, brand.region, leniency=leniency, max_tries=50):
            before = plain[max(match.start - 25, 0) : match.start]
            told = match.raw_string.startswith("+") or _CALLED_PHONE.search(before)
            if _OF_OTHERS.search(before) or (leniency is Leniency.POSSIBLE and not told):
                continue
            if any(start < match.end and match.start < end for start, end in found):
                continue
            found.append((match.start, match.end))
            written = phonenumbers.format_number(match.number, PhoneNumberFormat.INTERNATIONAL)
            yield Found(Key.PHONE, written, "", match.start, match.end, 0.9)


def address(text: Text) -> Iterator[Found]:
    """Find street addresses, German and English, and a postcode with its town."""
    for match in _ADDRESS.finditer(text.shown):
        start, end = match.span("after") if match.group("after") else match.span()
        value = text.piece(start, end).strip(" ,.")
        if text.low[start:end].strip() and len(value) > _SHORTEST:
            yield Found(Key.ADDRESS, value, "", start, end, 0.85)


def name(text: Text) -> Iterator[Found]:
    """Find how people call themselves."""
    for match in _NAME.finditer(text.low):
        start, end = match.span("value")
        written = _CAPITAL.match(text.raw[start:end])
        if written and not text.clause_at(match.start()).denies_before(match.start()):
            yield Found(Key.NAME, written.group().strip(" .,"), "", start, start + written.end(), 0.9)


def owner(text: Text) -> Iterator[Found]:
    """Find whose contract it is: a relative, a name, or the writer."""
    for match in _OWNER.finditer(text.low):
        clause = text.clause_at(match.start())
        if clause.asks or clause.supposes or clause.denies_before(match.start()):
            continue
        if match.group("self"):
            yield Found(Key.CONTRACT_OWNER, "self", text.piece(*match.span()), *match.span(), 0.9)
            continue
        group = next(g for g in ("kin1", "kin2", "kin3", "kin4", "name", "name2") if match.group(g))
        if match.group("name"):
            group = "name"
        start, end = match.span(group)
        value = text.piece(start, end)
        if group.startswith("name"):
            written = _CAPITAL.match(text.raw[start:end])
            value = written.group().strip(" .,") if written else ""
        if value:
            yield Found(Key.CONTRACT_OWNER, value, text.piece(*match.span()), start, end, 0.9)
