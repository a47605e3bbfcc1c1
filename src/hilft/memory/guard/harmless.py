"""What looks like personal data and is none: prices, dates, speeds, versions, case codes, models, addresses of pages."""

import re
from collections.abc import Iterator

_CODE = "[ACDEFGHJKMNPQRTWXY34679]"
_UNIT = (
    r"(?:[kmgt]?bit(?:/s|ps)?|[kmgt]bps|[kmgt]b(?:/s)?|[kmg]?hz|db(?:m|mv|µv)?|ms|km|cm|mm|m²|qm|v(?:olt)?|w(?:att)?|mah|ah|"
    r"uhr|h|std\.?|stunden?|min(?:uten?|utes?|\.)?|sek(?:unden?|\.)?|sec(?:onds?)?|tagen?|days?|hours?|weeks?|wochen?|"
    r"monaten?|months?|jahren?|years?|eur(?:os?)?|cents?|pounds?|dollars?|prozent|percent|%|€|\$|£|kunden|customers|"
    r"haushalten?|households|mal|x|times|meter[n]?)"
)
_HARMLESS = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        r"(?:https?://|www\.)\S+",
        # a handle on a network is its address there: @otto, @otto@social.example
        r"(?<![\w.+-])@[\w.-]+(?:@[\w-]+(?:\.[\w-]+)+)?",
        rf"(?<!\w){_CODE}{{3}}-{_CODE}{{4}}(?!\w)",
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\w.]\d)",  # IPv4
        r"(?<!\w)(?:[0-9a-f]{1,4}:){2,7}[0-9a-f:]*(?:/\d+)?",  # IPv6, also shortened; MAC
        r"(?<![\w/.])\d{1,2}[./]\s?\d{1,2}[./](?:\s?(?:19|20)\d{2}|\d{2}(?!\d))?(?![/\d])",  # 12.5., 12.05.2026, 5/12/26
        r"(?<!\w)(?:19|20)\d{2}-\d{2}-\d{2}(?:t[\d:.]+z?)?(?!\w)",
        r"(?<![\w.])\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:uhr|h|am|pm)?\b(?:\s?[-–]\s?\d{1,2}[:.]\d{2}(?:\s?uhr)?)?(?![.\d])",
        r"(?<![\w.])\d{1,2}[:.]\d{2}\s?[-–]\s?\d{1,2}[:.]\d{2}(?!\d)",
        r"[€$£]\s?\d[\d.,]*|(?<!\w)\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{1,2}|,-)?\s?(?:€|eur\b|euro\b|cent\b)",
        rf"(?<![\w,.])\d+(?:[.,]\d+)*(?:\s?(?:[-–/]|bis|to|and|und|oder|or)\s?\d+(?:[.,]\d+)*)?\s?-?{_UNIT}(?![\w])",
        r"\bports?\s\d{2,5}(?:\s?(?:[-–,]|and|und|bis|to)\s?\d{2,5})*",
        (
            r"\b(?:fritz!?\s?box|fritz!?\s?os|fritz!?repeater|fritz!?fon|repeater|speedport|easybox|homebox|connect\s?box|hub|router|"
            r"technicolor|zyxel|archer|firmware|version|modell?|os|ios|android|windows|error(?: code)?|fehler(?:code)?|statuscode|"
            r"meldung|port|vdsl|dsl|adsl|kabel|cable|glasfaser|fibre|fiber|giga\w*|magenta\w*|tarif|tariff|plan|channel|"
            r"kanal|wi-?fi|wlan|wpa|iphone|galaxy|pixel|samsung|lte|dvb-?[tcs]|channels?|sender|seite|page|schritt|step|"
            r"taste|option)"
            r"(?:\s?[-:#]?\s?(?:[a-z]{1,3}[- ]?)?\d{1,5}(?:[./-]\d{1,5})*\s?[a-z]{0,4})(?!\w)(?!\s?\d{3})"
        ),
        r"\b[ef]\d{3,4}\b|\b0x[0-9a-f]+\b|\bv\d+(?:\.\d+)+\b",
        r"[§#]\s?\d{1,3}(?![\d-])",
        r"\b(?:19|20)\d{2}\s?/\s?(?:19|20)?\d{2}\b",
    )
)


def harmless(text: str) -> Iterator[tuple[int, int]]:
    """Give the places of the text that are no personal data whatever they look like."""
    for pattern in _HARMLESS:
        for match in pattern.finditer(text):
            yield match.span()
