"""Street addresses, German and English: a street with a house number, a British postcode. A town alone is none."""

import re
from collections.abc import Iterator

_NUMBER = r"\d{1,4}(?:\s?[a-h](?![\w]))?(?:\s?[-–/]\s?\d{1,4}[a-h]?)?"
_NOT_AFTER = (
    r"(?!\s?(?:uhr|h\b|min|std|stund|tag|woch|monat|jahr|km|cm|m\b|mbit|gbit|mb|gb|€|eur|prozent|%|x\b|mal\b|lampen|leds|geräte|"
    r"leute|personen|kunden|\.\s?(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)))"
    r"(?!\d|[.,:]\d)"
)
_TOWN = r"(?:\s*[,;\n]?\s*(?:in\s+)?(?:D-|A-|CH-)?\d{4,5}\s+[A-ZÄÖÜ][\wäöüß.-]+(?:\s(?:am|an der|im(?=\s(?:Breisgau|Allgäu|Taunus|Odenwald|Harz|Schwarzwald|Westerwald|Sauerland|Vogtland|Erzgebirge))|bei|a\.)\s[A-ZÄÖÜ][\wäöüß]+)?)?"
_STREET_ENDS = (
    r"straße|strasse|str\.|str|gasse|allee|chaussee|promenade|twiete|redder|stieg|damm|ufer|platz|weg|ring|wall|kamp|graben|pfad|"
    r"steig|zeile|hof|markt|winkel|berg|kai|brücke|siedlung|garten|gärten|grund|höhe|leite|stiege|wiese|wiesen|acker|anger|bogen|"
    r"park|tor|feld|busch|hain|rain|aue|ried|horst|hang|bruch|kehre|terrasse|passage|steinweg|mühle|kirchhof"
)
_SURE_ENDS = r"straße|strasse|str\.|str|gasse|allee|chaussee|twiete|promenade|stieg"
_NO_STREETS = (
    r"unterweg\w*|heimweg|arbeitsplatz|sendeplatz|speicherplatz|stellplatz|warteplatz|steckplatz|listenplatz|parkplatz|datenhof|"
    r"hintergrund|vordergrund|umweg|rückweg|hinweg|dienstweg|postweg|mailweg|vorsprung|verlauf|bahnhof|"
    r"anbieterwechselweg|rechtsweg|leitungsweg|übertragungsweg|glasfaserring|aktivring|beitrag|betrag|auftrag|startplatz|monitor|router-?platz|"
    r"router|reaktor|motor|faktor|tutor|sensor|editor|vektor|installationsfeld|eingabefeld|textfeld|suchfeld|pflichtfeld|handelsplatz|update|"
    r"netzwerk|sitzplatz|computerplatz|lan-?park|neustart|start"
)
_GERMAN = (
    # Am Markt 3, An der Alster 7, Zum alten Forsthaus 9
    re.compile(
        r"(?<!\w)(?:[AaIi]m|[AaIi]n der|[Aa]n den|[Aa]uf der|[Aa]uf dem|[Zz]um|[Zz]ur|[Bb]eim|[Hh]inter der|[Hh]interm|[Vv]or dem|[Bb]ei der)\s"
        rf"(?!(?i:{_NO_STREETS})\b)(?:(?:[Aa]lten|[Nn]euen|[Gg]roßen|[Kk]leinen|[Hh]ohen|[Ll]angen|[Gg]rünen)\s)?"
        r"(?:[A-ZÄÖÜ][\wäöüß]*(?:markt|bahnhof|hang|platz|anger|friedhof|turm|rand|bach|see|park|schloss|rathaus|brunnen|feld|berg|tor|hof|"
        r"graben|wald|winkel|mühle|kirche|forsthaus|busch|kamp|weide|wiese|ufer|heide|eiche|linde|deich|hafen|wehr|stadion|zoo|bleiche|"
        r"alster|elbe|isar|spree|weser|höhe|damm|sand|stein|moor|teich|weiher|garten|tal|grund|lehmkuhle|pforte|mauer|schule)|"
        r"Markt|Bahnhof|Hang|Platz|Anger|Friedhof|Turm|Bach|See|Park|Schloss|Rathaus|Brunnen|Feld|Berg|Tor|Hof|Graben|Wald|Winkel|Mühle|"
        r"Kirche|Forsthaus|Busch|Kamp|Weide|Wiese|Ufer|Heide|Eiche|Linde|Deich|Hafen|Wehr|Alster|Elbe|Isar|Spree|Weser|Höhe|Damm|Sand|"
        rf"Stein|Moor|Teich|Weiher|Garten|Tal|Grund|Mauer|Bleiche|Schule|Sonnenhang|Rosengarten)\s{_NUMBER}{_NOT_AFTER}{_TOWN}"
    ),
    # Hauptstraße 12, hauptstr. 12a, Karl-Marx-Allee 3
    re.compile(
        rf"(?<![\w-])(?!(?:{_NO_STREETS})\b)[a-zäöüß][\wäöüß.'’]*?(?:-[\wäöüß]+?)*-?(?:{_STREET_ENDS})(?!\w)\s?(?:nr\.?\s?)?{_NUMBER}{_NOT_AFTER}{_TOWN}",
        re.IGNORECASE,
    ),
    # Lange Straße 12, Alter Markt 3, Berliner Allee 7
    re.compile(
        rf"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß.-]+\s){{1,3}}(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|Gasse|Allee|Chaussee|Weg|Platz|Ring|Damm|Ufer|Markt|"
        rf"Steig|Wall|Graben|Hof|Berg|Pfad|Kamp|Promenade|Tor)\s(?:[Nn]r\.?\s?)?{_NUMBER}{_NOT_AFTER}{_TOWN}"
    ),
    re.compile(
        rf"\b(?:[Ss]traße|[Ss]tr\.|Platz|Allee|Ring|Weg|Ufer|Hof)\s(?:der|des|am|zum|zur|an der)\s(?:[A-ZÄÖÜ][\wäöüß-]+\s){{1,2}}{_NUMBER}{_NOT_AFTER}{_TOWN}|"
        rf"\b[Ss]traße des 17\. Juni {_NUMBER}{_NOT_AFTER}|\bUnter den Linden {_NUMBER}{_NOT_AFTER}{_TOWN}"
    ),
    # said to be where somebody lives: any words with a number, and any street with a postcode behind
    re.compile(
        r"(?:\b(?:wohn\w*|adresse|anschrift|anschluss(?:adresse)?|lieferadresse|rechnungsadresse)\b[^.!?\n\d]{0,25}?)"
        rf"(?P<value>\b[A-ZÄÖÜ][\wäöüß.-]+(?:\s[A-ZÄÖÜ][\wäöüß.-]+)?\s{_NUMBER}{_NOT_AFTER},?\s(?:D-)?\d{{5}}\s[A-ZÄÖÜ][\wäöüß-]+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:[A-ZÄÖÜ][\wäöüß.-]+\s){1,3}\d{1,4}\s?[a-h]?\s*,\s*(?:D-|A-|CH-)?\d{4,5}\s[A-ZÄÖÜ][\wäöüß-]+"
    ),
)
_SEVERAL_WORDS = _GERMAN[2]
_KINDS = (
    r"[Ss]treet|[Ss]t\.?|[Rr]oad|[Rr]d\.?|[Aa]venue|[Aa]ve\.?|[Ll]ane|[Ll]n\.?|Drive|Dr\.?|Close|Court|Ct\.?|Crescent|Cres\.?|"
    r"Way|Place|Pl\.?|Square|Sq\.?|Terrace|Gardens|Grove|[Bb]oulevard|[Bb]lvd\.?|Hill|Row|Mews|Parkway|Pkwy|Circle|Cir|Trail|Rise|Walk|"
    r"Park|Green|Quay|Wharf|Heights|Highway|Hwy"
)
_UK = r"(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?\s?\d[ABD-HJLNP-UW-Z]{2})"
_ENGLISH = (
    re.compile(
        rf"(?<![\w$£€.,:])(?:(?:Flat|Apt\.?|Apartment|Unit|Suite)\s\w{{1,4}},\s)?\d{{1,5}}[a-zA-Z]?,?\s(?:(?:N|S|E|W|North|South|East|West)\.?\s)?(?:[A-Z][\w'’.]+\s|\d+(?:st|nd|rd|th)\s){{1,3}}(?:{_KINDS})(?!\w)"
        rf"(?:,?\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?(?=,?\s(?:{_UK}|[A-Z]{{2}}\s\d{{5}})))?(?:,?\s(?:{_UK}|[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?))?"
    ),
    re.compile(
        r"(?<![\w$£€.,:])\d{1,5}[a-z]?\s(?!minutes?|hours?|more|other|of|way|lane|out|new)(?:[a-z']{3,}\s){1,2}(?:street|road|avenue|lane|"
        r"drive|crescent|boulevard|terrace|gardens|grove|mews)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w-]){_UK}(?!\w)"),
    re.compile(r"\b(?:P\.?\s?O\.?\s?Box|Postfach)\s\d{1,6}\b", re.IGNORECASE),
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Give the places of street addresses."""
    for pattern in (*_GERMAN, *_ENGLISH):
        for match in pattern.finditer(text):
            named = match.groupdict().get("value")
            if named:
                yield match.span("value")
            else:
                yield _trimmed(text, match, leading=pattern is _SEVERAL_WORDS)


def _trimmed(text: str, match: re.Match[str], *, leading: bool) -> tuple[int, int]:
    """Leave out capitalised words in front that begin the sentence and not the street: ``In Lange Straße 12``."""
    start, end = match.span()
    while leading and (word := _LEADING.match(text, start, end)):
        start = word.end()
    return start, start + len(text[start:end].rstrip(" .,;"))


_LEADING = re.compile(
    r"(?:In|An|Auf|Zu|Bei|Der|Die|Das|Den|Dem|Ihre?[rn]?|Deine?[rn]?|Ich|Wir|Und|Also|Adresse|Anschrift|Hallo|Danke|Unser|Unsere[rn]?|"
    r"Wohne|Wohnen|Liefern|At|The|Your|From|To)\s"
)
