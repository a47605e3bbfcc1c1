"""Words that make a thing another thing: the phone's model is not the router's."""

import re

from hilft.memory.model import Key

_MEDIA = r"fernseher\w*|tv|tvs|tv-box|television|receiver\w*|set-?top-?box\w*|settop\w*|laptop\w*|notebook\w*|pc|pcs|computer\w*|rechner\w*|handy|handys|smartphone\w*|iphone\w*|android\w*|(?:cell|mobile|smart) ?phones?|phone(?! (?:number|no|line|socket|jack|point|cable))|telefon(?!dose|nummer|kabel|nr|buchse|isch)|phones|mobiltelefon\w*|tablet\w*|ipad\w*|konsole\w*|console|playstation|xbox|ps5|ps4|drucker\w*|printer\w*|repeater\w*|extender\w*|powerline\w*|mesh\w*|browser\w*|app|apps|dvr|decoder|cable box\w*|festplatte|recorder\w*|kamera\w*|smart ?home|alarm\w*|ont|firestick|chromecast|sim(?:-?karte|-?card)?|mobilteil\w*|dect\w*|switch(?!ed|ing|es)(?= (?:im|in your|hinter|behind|zwischen))|betriebssystem|nachttisch\w*|macbook|mac(?= )|windows|vpn|firewall|website|webseite|passwor[dt]s?\w*|kennwort|pin|puk|zugangsdaten|credentials|login"
_BOX = (
    r"router\w*|modem\w*|fritz ?!?box|speedport|hub|gateway|(?<!tv )(?<!tv-)(?<!top )(?<!top-)(?<!cable )box"
)
_PERSON = r"nachbar\w*|neighbou?r\w*|vermieter\w*|landlord\w*|mitbewohner\w*|flatmate\w*|freund(?:e|in|es|en|innen)?|friends?(?:'s)?|mutter|vater|mother|father|mum|dad|arbeitgeber\w*|employer\w*|bank|hausverwaltung|eltern|parents|schwester|bruder|sister|brother|partner(?:in|s)?(?!-)|ehefrau|ehemann|wife|husband|hausmeister\w*|oma|opa|sohn\w*|tochter|son|daughter|elektriker\w*|tenant\w*|mieter\w*"
_NEW = r"our|unsere?[rnms]?|the shop's|my|meine[rn]?|neue[nrsm]?|new|zweite[nrs]?|second|alternative[nrs]?|weitere[nrs]?|another|different|andere[nrs]?|additional|zusaetzliche[nrs]?|ersatz\w*|backup|abweichende[nrs]?|other|frueheren?|former|previous|old|alte[nrs]?|vorherige[nrs]?|bisherigen?|emergency|notfall\w*|kuenftige[nr]?|future|desired|wunsch"
_ELSEWHERE = r"alten? anbieter\w*|(?:old|previous|other|former|current|bisherige[nrm]?|vorherige[nrm]?|frueheren?|andere[nrm]?|neue[nrm]?|new) (?:\w+ )?(?:provider|anbieter\w*|isp|carrier|supplier|bank|mobilfunkanbieter|netzbetreiber)|iban|bic|kontoinhaber\w*|bankverbindung|bankkonto\w*|sort code|kreditkart\w*|credit card|debit card|sepa|lastschrift\w*|paypal|seriennummer|serial|mac-?adress\w*|mac address|imei|firmware|softwareversion|ip-?adress\w*|ip address|zaehler\w*|meter|sendungsnummer|tracking|rechnungsnummer|invoice|rma|retoure\w*|dhl|hermes|ups|dpd|paket(?:verfolgung|dienst)|geburtsdatum|date of birth|dob|postident|ausweis\w*|homepage|url|unterschrift|signature|vollmacht"

OTHER_BOX = re.compile(rf"(?<!\w)(?:{_MEDIA})(?!\w)")
ROUTER = re.compile(rf"(?<!\w)(?:{_BOX})(?!\w)")
_ANOTHER = re.compile(
    r"\b(?:vorher|davor|frueher\w*|alte[nrsm]?|bisherige\w*|old|previous\w*|former|zusaetzlich\w*|additional\w*|as well|"
    r"zweite[nrsm]?|second|another|ersatzweise|nachbar\w*|neighbou?r\w*|(?:jeweils|for) each)\b"
)
_OTHER_OWNER = re.compile(rf"(?<!\w)(?:{_PERSON})(?!\w)")
_OTHER_NUMBER = re.compile(rf"(?<!\w)(?:{_ELSEWHERE})(?!\w)")
_OTHER_ONE = re.compile(rf"(?<!\w)(?:{_NEW})\.?\s+(?:[\w'-]+\s+)?$")
_LINE = re.compile(
    r"(?<!\w)(?:anschluss(?! an)|leitung|line|port|account|tarif|vertrag|passw\w*|kennwort|voicemail|mailbox|e-?mail\w*|app|server\w*)(?!\w)"
)
_NOT_ROUTER_OFF = re.compile(
    r"(?:wifi|wi-fi|wlan|vpn|firewall|airplane|flugmodus|bluetooth|mobile ?daten|data|auto-?tune|energiesparmodus|adblock\w*|proxy|heating|licht|5 ?ghz|2[.,]4 ?ghz|band ?steering|ipv6|notifications)"
)
_NUMBERS = frozenset(
    {Key.CUSTOMER_NUMBER, Key.PHONE, Key.EMAIL, Key.ADDRESS, Key.CONTRACT_OWNER, Key.ORDER_NUMBER, Key.TARIFF}
)


def names_router(text: str) -> bool:
    """Tell whether a folded text names a router."""
    return ROUTER.search(text) is not None


def names_another(text: str) -> bool:
    """Tell whether a folded text says that it means another one than the one that was told."""
    return _ANOTHER.search(text) is not None


def another_object(key: Key, clause: str, start: int, end: int, about: str = "") -> bool:
    """Tell whether what is named at ``start`` to ``end`` of a folded clause is a thing of another owner or kind.

    ``about`` names the kind of thing the wording itself is about, a phone or a receiver.
    """
    before, inside, after = clause[max(0, start - 60) : start], clause[start:end], clause[end : end + 60]
    if key in {Key.TRIED_RESTART, Key.TRIED_RESET}:
        return _switches_another(key, before, inside, after)
    if key is Key.DEVICE and about:
        return False
    if key in {Key.DEVICE, Key.TRIED_CABLE, Key.TRIED_OTHER_SOCKET}:
        return bool(OTHER_BOX.search(f"{before[-25:]}{inside}{after[:40]}")) and not ROUTER.search(
            f"{before}{inside}{after}"
        )
    return key in _NUMBERS and _of_somebody_else(before, inside, after)


def _switches_another(key: Key, before: str, inside: str, after: str) -> bool:
    around = f"{before}{inside}{after}"
    if _NOT_ROUTER_OFF.search(inside) or _NOT_ROUTER_OFF.search(after[:25]):
        return True
    if ROUTER.search(around):
        return False
    on_our_side = key is Key.TRIED_RESET and _LINE.search(f"{before[-30:]}{inside}{after[:30]}")
    return bool(on_our_side or OTHER_BOX.search(around))


def _of_somebody_else(before: str, inside: str, after: str) -> bool:
    return bool(
        _OTHER_OWNER.search(f"{before[-30:]}{inside}{after[:45]}")
        or _OTHER_NUMBER.search(f"{before[-12:]}{inside}{after[:40]}")
        or _OTHER_ONE.search(before)
    )
