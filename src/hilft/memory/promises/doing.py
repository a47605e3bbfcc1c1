"""Who does what in a clause: we, a colleague, a thing on its way to the customer; German and English. Pure."""

import re

_FLAGS = re.IGNORECASE

# What a hurried hand leaves out.
_SHORTHAND = (
    (re.compile(r"[’`]"), "'"),
    (re.compile(r"\b(?:u|ya)\b(?!\.)", _FLAGS), "you"),
    (re.compile(r"\bur\b", _FLAGS), "your"),
    (re.compile(r"\b(?:gonna|gunna)\b", _FLAGS), "going to"),
    (re.compile(r"\b(?:imma|i'?ma|im going to|i'm finna)\b", _FLAGS), "i'm going to"),
    (re.compile(r"\blemme\b", _FLAGS), "let me"),
    (re.compile(r"\b(i|we|they|she|he|you)(?:l+|\s'?ll)\b(?<!well)(?<!shell)(?<!hell)", _FLAGS), r"\1'll"),
    (re.compile(r"\b(ich|wir)'?s\b", _FLAGS), r"\1 es"),
    (re.compile(r"\bhab\b", _FLAGS), "habe"),
    (re.compile(r"\b(schau|mach|klär|ruf|schick|geb|meld|prüf|bring|hol|komm)(?:e?n)?\s?(?:ma|mer|mir)\b", _FLAGS), r"\1en wir"),
)  # fmt: skip


def plain(text: str) -> str:
    """Write out what is shortened, so that the patterns need one form only; places are lost."""
    for pattern, written in _SHORTHAND:
        text = pattern.sub(written, text)
    return text


# --- German ---------------------------------------------------------------------------------------------------------------

_BEFORE = (
    r"(?:an|zurück|rück|nach|vorbei|durch|ab|be|er|aus|zu|ein|frei|weiter|los|auf|nochmal|wieder|vor|hin|mit|um|fertig|bereit|rein|raus|"
    r"ver|ent|ent?|her|über|unter|da|fest|gut|heraus|hinter|nieder)?(?:zu)?"
)
_STEMS = (
    r"(?:meld|ruf|schreib|schick|send|sag|informier|benachrichtig|kümmer|schau|guck|prüf|check|test|klär|lös|beheb|heb|reparier|"
    r"liefer|tausch|erstatt|überweis|weis|komm|vorbeikomm|antwort|erledig|arbeit|frag|schalt|aktivier|bestell|anlass|reich|kontaktier|"
    r"sprech|organisier|richt|storni?er|korrigier|buch|mess|seh|wiss|mach|bring|stell|such|find|starte?|setz|leit|geb|gib|halt|"
    r"telefonier|tu|text|maile?|dm|scheid|teil|regel|hol|setz|sorg|bau|montier|installier|verleg|leg|bind|sperr|zahl|gütig?|"
    r"änder|umzieh|zieh|kündig|länger|sicher|dokumentier|analysier|untersuch|gutacht|besprech|vereinbar|rück|nehm|nimm|greif|hak|"
    r"eskalier|priorisier|genehmig|willig|bewillig|überprüf|überbring|übergeb|besuch|treff|tritt|tret|fahr|misch|zeig|werf|pack|"
    r"beauftrag|fordere?|lass|lös|schließ|konfigurier|programmier|resett?|pin[gn]e?|funk|poste?|versorg|ersetz|erneuer|dreh|spiel|"
    r"updat|drück|erklär|trag|druck|füll|deaktivier|tippe?|berechn|abrechn|verrechn|kläre|bearbeit|verschick|versend|freigeb|erstell|stimm|schlag)"
)
_DOES = rf"{_BEFORE}{_STEMS}(?:e|en|t|n|s|st|et|est|ern|ere|ert|ele|eln)?"
_WE_DO = re.compile(rf"\b(?:{_DOES}|bescheid)\b", _FLAGS)
_WE = re.compile(r"\b(?:ich|wir|man sich)\b", _FLAGS)
# Any other verb beside "ich" or "wir" counts too, unless it tells a state, a thought or a wish.
_STATES = (
    r"(?:bin|sind|war(?:en)?|hab\w*|hatten?|brauch\w*|benötig\w*|wart\w*|wünsch\w*|freu\w*|hoff\w*|bitten?|bedank\w*|dank\w*|denk\w*|glaub\w*|"
    r"mein\w*|versteh\w*|bedauer\w*|entschuldig\w*|empfehl\w*|raten?|weiß|wissen|kenn\w*|möcht\w*|mag|mögen|kann|können|muss|müssen|darf|"
    r"dürfen|soll\w*|würd\w*|will|wollen|vermut\w*|erwart\w*|schätz\w*|schließ\w*|öffn\w*|steh\w*|lieg\w*|biet\w*|rechn\w*|gehen?|feier\w*|"
    r"heiß\w*|les\w*|hör\w*|seh\w*|vermiss\w*|bemüh\w*|plan\w*|streb\w*|arbeit\w*|lern\w*|lieb\w*|find\w*|fühl\w*|leb\w*|wohn\w*|stimm\w*|"
    r"die|den|ihnen|ihn|einen?|keinen?|denen|diesen?|deren|dessen|wenn|dann|wann|denn|morgen|gestern|eben|neben|gegen|wegen|zwischen|"
    r"selben|jenen?|manchen?|beiden?|alle[n]?|heute|bitte|gerne?|leider|danke|keine|sehe|uns|schon|nun|einmal|wollten?|sollten?|konnten?)"
)
_WE_ANY = re.compile(
    rf"\bich\s(?!{_STATES}\b)[a-zäöüß]{{2,}}e\b|\bwir\s(?!{_STATES}\b)[a-zäöüß]{{3,}}n\b|"
    rf"\b(?!{_STATES}\b)[a-zäöüß]{{2,}}e\sich\b|\b(?!{_STATES}\b)[a-zäöüß]{{3,}}n\swir\b",
    _FLAGS,
)
# What comes to us is nothing we do: "wir bekommen am Mittwoch neue Geräte".
_WE_GET = re.compile(
    r"\b(?:wir|ich)\s(?:bekomm|krieg|erhalt)\w*|\b(?:bekomm|krieg|erhalt)\w*\s(?:wir|ich)\b", _FLAGS
)
_NOUN = (
    r"(?:rück(?:meldung|ruf|info|antwort)|antwort|update|info(?:rmation)?|nachricht|zwischenstand|stand|lösung|ergebnis|neuigkeit(?:en)?|"
    r"anruf|mail|e-mail|dm|gutschrift|termin|feedback|techniker|ersatz\w*|router|paket|bestätigung|auskunft|entscheidung|bescheid|zugangsdaten|"
    r"erstattung|rückzahlung|geld|betrag|sendung|lieferung|gerät|karte|brief|schreiben|einladung|anleitung|link)"
)
_DEED = (
    r"(?:\w*(?:austausch|tausch|umbau|einbau|ausbau|reparatur|schaltung|lieferung|zustellung|entstörung|abholung|installation|montage|"
    r"zahlung|erstattung|überweisung|umstellung|aktivierung|sperrung|messung|prüfung|versand|buchung|bearbeitung|besuch|umzug|portierung|"
    r"einrichtung|instandsetzung|korrektur|stornierung|reset|neustart|auslieferung|übergabe|behebung|wechsel|rücksprache))"
)
_SOLVED = r"(?:geklärt|erledigt|behoben|gelöst|repariert|fertig|bearbeitet|beseitigt|abgeschlossen)"
_DONE = (
    r"(?:\w*(?:schaltet|schickt|sendet|sandt|liefert|stellt|aktiv\w*|tauscht|stattet|schrieben|wiesen|rufen|informiert|kontaktiert|"
    r"schlossen|schlossen|baut|setzt|neuert|richtet|gebucht|bucht|zahlt|prüft|messen|teilt|reicht|legt|löscht|sperrt|ändert|"
    r"korrigiert|storniert|holt|nommen|geben|gestartet|fertigt|druckt|montiert|installiert|verbunden|versorgt|setzt|hängt|führt|"
    r"antwortet|schieden|arbeitet|leitet|tragen|händigt|bracht|gutgeschrieben|zurückgesetzt)|online|wieder da|bei (?:ihnen|dir|euch))"
)
_NOT_DONE = (
    r"verlängert|geschlossen|gekündigt|gesperrt|abgeschaltet|eingestellt|gebaut|gewartet|gearbeitet|abgebucht|berechnet|erhöht|gefeiert|erwartet|"
    r"benötigt|gebraucht|gebeten|empfohlen|ausgestrahlt|gezeigt|fortgesetzt|werden|berechnet|beendet|verrechnet|belastet|gewesen|getrennt|gespielt|"
    r"gesendet|gegen|gestern|geöffnet|gern|genau|gerade|gesamt\w*|gestört|unterbrochen|verkauft|angeboten|betroffen"
)
_WILL_BE = re.compile(
    rf"\b(?:ist|sind|wird|werden|werdet|wirst|sein)\b.*\b(?:{_SOLVED}|{_DONE})\b|"
    rf"\b(?:bis|spätestens)\b.*\b(?:läuft|geht|funktioniert|steht)\b.*\bwieder\b|\b(?:läuft|geht|funktioniert|steht)\b.*\b(?:bis|spätestens)\b.*\bwieder\b|"
    rf"\b(?:bis|spätestens)\b.*\bhaben?\b.*\b{_SOLVED}\b|\bhaben?\b.*\b(?:bis|spätestens)\b.*\b{_SOLVED}\b|"
    r"^\W*(?:bis|spätestens)\b.*\bhaben? (?:wir|ich)\b.*\b\w*ge\w+(?:t|en)\W*$"
    rf"|\b(?:wird|werden)\b.*\b(?!(?:{_NOT_DONE})\b)(?:\w*ge\w{{2,}}(?:t|en)|\w*(?:ent|ver|be|er)\w{{3,}}t|\w+iert)\W*$",
    _FLAGS,
)
# What happens to a contract by itself is no promise: "wird automatisch verlängert".
_BY_ITSELF = re.compile(r"\b(?:automatisch|automatically)\b|\bsonst\b|\botherwise\b", _FLAGS)
_GET = re.compile(
    rf"\b(?:sie|du|ihr)\b.*\b(?:erh[aä]lt(?:en|st)?|bekommen|bekommst|bekommt|kriegst|kriegen|kriegt|hören|hörst|hört)\b|"
    rf"\b(?:erhalten|bekommen|hören|erhältst|bekommst|hörst|kriegst|kriegen|kriegt|erhaltet|bekommt|hört)\s+(?:sie|du|ihr)\b|"
    rf"\b(?:sie werden|du wirst|ihr werdet|werden sie|wirst du|werdet ihr)\b.*\b(?:\w+gerufen|informiert|kontaktiert|benachrichtigt|hören|bekommen|erhalten|beliefert|haben)\b|"
    rf"\b(?:haben sie|hast du|habt ihr|sie haben|du hast)\b.*\b{_NOUN}\b.*\bvon (?:uns|mir)\b|"
    rf"\b(?:haben sie|hast du|habt ihr|sie haben|du hast|ihr habt)\b.*\bvon (?:uns|mir)\b|\b(?:haben sie|hast du|habt ihr)\s(?:(?:ein|ihr|dein|eu|d)\w*\s)?(?:\w+\s)?{_NOUN}\b|"
    r"\bgeht\b.*\b(?:ihnen|dir|euch)\b.*\bzu\b|\bverl[aä]ss(?:t|en)\b.*\b(?:unser|das|uns)\b|\b(?:liegt|liegen|steht|stehen)\b.*\bbereit\b|"
    r"\bklingelt\b.*\b(?:ihr|dein|euer) (?:telefon|handy)\b|\berwarten sie (?:bitte )?(?:unser|mein|einen|den)|"
    r"\b(?:steht|ist|sind|stehen)\b.*\bvor (?:ort|(?:ihrer|deiner|eurer) (?:haus|wohnungs)?tür)\b|\bvor (?:ort|(?:ihrer|deiner|eurer) (?:haus|wohnungs)?tür)\b.*\b(?:steht|ist|sind|stehen)\b|"
    rf"\b{_NOUN}\b.*\b(?:liegt\b.*\bvor|folgt|erfolgt|kommt|gibt es|geht\b.*\b(?:raus|los|ein|in die post|zur post|auf den weg|in den versand|an sie|an dich|zu)|trifft\b.*\bein|ist|wird|steht|erscheint|landet|erreicht|sollte da sein)\b|"
    rf"\b(?:folgt|erfolgt|kommt|gibt es|gibt's|geht|landet|trifft|erreicht)\b.*\b{_NOUN}\b|"
    rf"\b{_DEED}\b.*\b(?:erfolgt|findet\b.*\bstatt|passiert|beginnt|startet|läuft|steht an|ist (?:am|um|bis|für|dann)|kommt|machen wir)\b|"
    rf"\b(?:erfolgt|findet|beginnt|startet)\b.*\b{_DEED}\b|"
    rf"\b(?:ist|sind|liegt|liegen|hast du|haben sie|habt ihr)\b.*\b(?:bei (?:ihnen|dir|euch)|(?:auf|in|im) (?:ihr|dein|eur)\w* (?:\w*konto|\w*postfach|briefkasten|händen|mail\w*))\b",
    _FLAGS,
)  # fmt: skip
_PEOPLE_DE = (
    r"(?:\w*techniker(?:in)?|kolleg(?:e|en|in|innen)|\w*team|fachabteilung|technik|abteilung|monteur(?:in)?|spezialist(?:en|in)?|\w*trupp|"
    r"kundenservice|buchhaltung|chef(?:in)?|teamleit\w+|subunternehmer|entstördienst|außendienst|innendienst|fachbereich|lager|logistik|"
    r"bote|kurier|spediteur|vertrieb|vorgesetzte[rn]?|netzbetreiber|partner(?:firma)?|dienstleister)"
)
_OTHERS = re.compile(
    rf"\b{_PEOPLE_DE}\b.*?\b(?:{_DOES}|klingelt|ist (?:da|vor ort|bei)|wird|steht|erscheint|fährt|nimmt|gibt|trifft|hilft|übernimmt|spricht|misst)\b|"
    rf"\b{_STEMS}e?t\s(?:sie|dich|ihnen|dir|euch)\s(?:\w+\s)?(?:herr|frau)\b|\b(?:herr|frau)\s[\w-]+\s{_BEFORE}{_STEMS}e?t\b|"
    rf"\b(?:{_DOES}|klingelt|ist|wird|steht|erscheint|fährt|nimmt|gibt|hilft|übernimmt)\s+(?:\w+\s+){{0,3}}{_PEOPLE_DE}\b",
    _FLAGS,
)
_ELIDED = re.compile(
    rf"^\W*(?:(?:@?[\w-]+\W+)?(?:ok\w*|gut|super|alles klar|danke|dann|also|hallo|hi|moin|done|right|sure|cool|klar|na klar|jo|kurz|so)\W+)*"
    rf"(?:(?:melde?|rufe?|schreibe?|schicke?|sende|gebe?|sage?|kümmere?|prüfe?|kläre?|schaue?|gucke?|checke?|bringe?|liefere|mache?|texte|maile|"
    rf"sims\w*|teile|informiere|frage?|hake|bin)\b(?!\s+(?:du dich|dich doch|dich\s(?:bitte|gern|einfach|mal)|euch doch|uns|mir|sie\s(?:sich|bitte|uns|mir))\b))|"
    rf"^\W*(?:{_NOUN})\b[^.]*\bbis\b|"
    r"^\W*(?:(?:ok\w*|right|sure|thanks|sorry|hi|hey|hello|done|will do|no worries|cool|got it|great|yes|yep)\W+(?:\w+\W+)?)*"
    r"(?:will|going to|calling|getting back|back (?:to you|with|in touch)|expect|update|answer|reply|news|callback|call back|ringing|sending|popping|dropping|"
    r"shipping|posting|emailing|texting|messaging|chasing|checking|pinging|giving you|fixing|sorting|refunding|resetting|speak to you|on it)\b|"
    r"^\W*(?:(?:der|die|das|dein\w*|ihr\w*|unser\w*|nächste[rs]?|neue[rs]?|next|your|the|our|new|erneuter|kurzes)\s)*"
    r"(?:rückruf|rückmeldung|antwort|update|info|zwischenstand|techniker(?:termin|besuch|einsatz)?|call ?-?back|(?:engineer |technician )?visit|news|decision|feedback)"
    r"\s?(?:[:,–-]|um|at|by|bis|am|heute|morgen|on|today|tomorrow|spätestens|steht|ist|is|due)(?!\w)",
    _FLAGS,
)

# --- English --------------------------------------------------------------------------------------------------------------

_ACTS = (
    r"(?:call|ring|phone|write|message|dm|e-?mail|mail|text|get|update|let you|reply|respond|answer|come|follow|check|look|fix|sort|resolve|"
    r"send|ship|deliver|refund|credit|contact|be|reach|keep|have|give|receive|visit|arrive|escalate|arrange|investigate|do|finish|complete|"
    r"replace|confirm|activate|chase|see|find|run|test|take|make|try|know|hear|touch|speak|talk|raise|switch|connect|restore|repair|process|"
    r"dispatch|return|post|swap|work|reset|reboot|ping|drop|pop|land|hit|go|appear|leave|attend|decide|review|install|set|put|move|port|"
    r"transfer|pay|unlock|unblock|reactivate|provide|report|pick|collect|hand|forward|issue|void|cancel|correct|amend|change|start|stop|"
    r"speed|turn|bring|prepare|book|rebook|order|clear|close|meet|show|shoot|circle|buzz|revert|liaise|discuss|ask|tell|inform|notify|advise)"
)
_ADVERB = r"(?:(?:also|then|just|personally|definitely|certainly|all|both|gladly|happily|\w+ly|now|still|always|make sure (?:to|we|i))\s)*"
_NO_ACT = (
    r"(?:need|have\sto|want|require|see\syou|miss|hope|wait|love|assume|understand|appreciate|remember|be\s(?:able|closed|open|away|off|out|here|"
    r"glad|happy|sorry|sad)|expect|not|never|only)\b"
)
# "I call you tomorrow": the present as people use it who plan.
_PLAIN_ACTS = (
    r"(?:call|ring|phone|write|message|e-?mail|text|ping|update|reply|come|check|fix|send|ship|deliver|refund|credit|contact|visit|arrange|replace|swap|"
    r"activate|chase|post|reset|repair|pick|collect|drop|pop|transfer|install|switch|get\sback|follow\sup|report\sback)"
)
_PEOPLE = (
    r"(?:engineers?|technicians?|colleagues?|managers?|teams?|specialists?|drivers?|couriers?|supervisors?|crew|agents?|partners?|someone|somebody|"
    r"installers?|one\sof\s(?:us|the\s\w+|our\s\w+)|gang|guys|lads|folks|department|desk|lead|boss|field\steam|techs?|rep|warehouse|accounts)"
)
_THINGS = (
    r"(?:parcel|router|refund|replacement|order|credit|letter|package|modem|hub|sim|kit|money|payment|decision|reply|answer|callback|call-back|"
    r"visit|appointment|update|confirmation|email|text|label|box|line|service|connection|number|switch|port|repair|fix|swap|delivery|activation)"
)
_OWNER = r"(?:(?:an?|the|our|your|my|one of (?:our|the))\s(?:[\w-]+\s){0,3}?)"
_WILL = re.compile(
    rf"\b(?:i|we|he|she|they|{_PEOPLE})(?:'ll|\s(?:will|shall)|(?:'m|'re|\s(?:am|are))\sgoing\sto)\s{_ADVERB}(?!{_NO_ACT})\w{{2,}}|"
    rf"\b(?:i|we|he|she|they|it|that|this|someone|somebody|(?:an?|the|our|your|my)\s(?:\w+\s){{0,2}}?\w+)(?:'ll|\s(?:will|shall))\b"
    rf"(?!\s(?:need|have to|want|require)).*?\b{_ACTS}\w*|"
    rf"\b(?:i|we|he|she|they|it|(?:an?|the|our|your|my)\s(?:\w+\s){{0,2}}?\w+)(?:'(?:m|re|s)|\s(?:am|are|is))?\s(?:going to|about to|due to|aiming to|planning to|set to|scheduled to)\s.*?\b{_ACTS}|"
    rf"\b(?:i|we|{_OWNER}{_PEOPLE}|{_PEOPLE})(?:'(?:m|re|s)|\s(?:am|are|is))\s(?:\w+ly\s|just\s|now\s)?"
    r"(?!writing\s(?:further|in|about|with|regarding|this|because|on)|(?:wait|hop|look|try|think|hav|be|work|clos|open|ask|expect|run|wonder|go|see|experienc|miss|leav|assum|deal|stay|offer|celebrat|"
    r"maintain|suffer|sorry|do|stand|hir|learn|plan|aim|sit|enjoy|recruit|moving\sour|mean|say|feel|hear|read|repl)\w*ing\b)\w{2,}ing\b|"
    rf"\b(?:i|we|{_OWNER}{_PEOPLE})(?:'(?:m|re|s)|\s(?:am|are|is))\s(?:\w+ly\s)?(?:looking\sinto|seeing\sto|getting|leaving\sit\swith|doing)\b|"
    rf"\b{_OWNER}{_PEOPLE}\s(?:comes?|arrives?|calls?|visits?|rings?|phones?|starts?|fix(?:es)?|replaces?|installs?|swaps?|is\swith|is\sat|gets?\sback|attends?|(?!(?:is|was|has|does|needs|opens|closes|expects|hopes|waits|works|wants|thinks|says|likes|wonders)\b)[a-z]{{2,}}s)\b|"
    r"\b(?:your|the|our)\s(?:[\w-]+\s){1,3}?(?:leaves|ships|arrives|lands|goes\sout|is\son\sits\sway)\b|"
    rf"\b(?:(?:i|we)\s{_ADVERB}|{_PEOPLE}\s){_PLAIN_ACTS}\b|"
    rf"\b{_OWNER}?{_PEOPLE}\s(?:is|are|will\sbe)\s(?:there|with|at|round|on\ssite|in\syour)\b|"
    rf"\b{_OWNER}{_THINGS}\s(?:comes?|arrives?|leaves?|ships?|goes|lands?|hits?|gets?|starts?|reach(?:es)?|follows?|is\s(?:due|out|with|on\sits|yours|back|being|sent|there)|takes?\splace|happens)\b|"
    r"\b(?:is|are|be)\s(?:being|getting)\s\w+(?:ed|t|en|d)\b|\bgets?\s(?:\w+ed|sent|put|done|paid|swapped)\b|"
    rf"\b(?:i|we)\s(?:promise|commit|aim|plan|intend|guarantee)(?:\sto)?\b.*?\b{_ACTS}|\blet\s(?:me|us)\s(?!know){_ACTS}|"
    rf"\b(?:i'll|we'll)\s(?:\w+\s)?{_ACTS}",
    _FLAGS,
)  # fmt: skip
# What the calendar does to prices, offers and works is nothing we do for somebody: "your price will go up on 1 January".
_NOT_OURS = re.compile(
    r"\b(?:price|tariff|plan|contract|offer|maintenance|works?|outage|bills?|shop|store|sale|discount|charges?|fees?|downtime|season|match|game|show|"
    r"channel|deal|promotion|rental|hours|upgrade works|rate|subscription|trial|window|storm|weather)(?:\s\w+){0,2}?(?:\s(?:will|is|are)\b|'(?:ll|s)\b)(?!\s(?:\w+ly\s)?be\s(?:fixed|"
    r"refunded|credited|corrected|cancelled|removed|waived|reduced|sent|updated|amended|active|activated|switched|changed))",
    _FLAGS,
)
_YOU_GET = re.compile(
    r"\byou(?:'ll|\swill|'re going to|\sare going to|\sshall)\s(?:\w+\s)?(?:hear|get|receive|have|be (?:contacted|called|updated|informed|refunded|credited|up|back|sorted|connected|live|online|reimbursed|paid)|see)\b|"
    r"(?<!we )(?<!i )(?<!they )\b(?:you can |please )?expect\s(?:an?|our|my|the|to hear|another|your)\b|\byou can expect\b|\byou(?:'ve got|\shave)\smy word\b",
    _FLAGS,
)
_WE_WILL = re.compile(r"\b(?:i|we|they|he|she)(?:'ll|'m|'re|\s(?:will|shall|am|are))\b", _FLAGS)
_INTENDS = re.compile(r"\b(?:i|we|they|he|she)(?:'ll|\swill|'m going to|'re going to|\s(?:am|are|is) going to)\b|\blet me\b|^\W*(?:\w+\W+){0,3}(?:going to|will)\b", _FLAGS)  # fmt: skip
# "Wir empfehlen, morgen noch einmal zu messen" tells what somebody might do; "wir versprechen, … zu messen" commits.
_TO_DO = re.compile(r"\bzu\s\w+en\W*$", _FLAGS)
_PLEDGED = re.compile(r"\b(?:verspr[ei]ch\w*|zusag\w*|sag\w*\b.*\bzu|garantier\w*|verpflicht\w*)\b", _FLAGS)
_GOES_ON = re.compile(rf"\W*(?:then\s|also\s|to\s|just\s)*{_ACTS}\b", _FLAGS)
_ING_ON = re.compile(r"\b(?:i|we)(?:'m|'re|\sam|\sare)\s\w+ing\b", _FLAGS)
_ING = re.compile(r"\W*(?:then\s|also\s)?\w{3,}ing\b", _FLAGS)


def says_we(text: str) -> bool:
    return _WE.search(text) is not None


def we_do(text: str) -> bool:
    """Whether a clause with ich or wir tells what we do, not what we are, think or wish."""
    if _WE_GET.search(text):
        return False
    return _WE_DO.search(text) is not None or _WE_ANY.search(text) is not None


def will_be(text: str) -> bool:
    """Whether something will be done, or solved: ``wird bis Freitag abgeschlossen``."""
    return _WILL_BE.search(text) is not None and not _BY_ITSELF.search(text)


def will(text: str) -> bool:
    """Whether an English clause says what we, ours or theirs will do, or what the customer will get."""
    if _YOU_GET.search(text):
        return True
    return _WILL.search(text) is not None and (
        _NOT_OURS.search(text) is None or _WE_WILL.search(text) is not None
    )


def others_do(text: str) -> bool:
    """Whether a colleague, or a thing on its way, is the one who acts; or nobody is named but us by default."""
    return any(pattern.search(text) for pattern in (_GET, _OTHERS, _ELIDED))


def goes_on(text: str, earlier: str) -> bool:
    """Whether a clause without a subject goes on with what an earlier one began: "I'll check and **call you**"."""
    if _TO_DO.search(text) and not _PLEDGED.search(earlier):
        return False
    if _WE.search(earlier) and (_WE_DO.search(text) or re.match(r"\W*[a-zäöüß]{3,}(?:e|en)\s", text)):
        return True
    return (_INTENDS.search(earlier) is not None and _GOES_ON.match(text) is not None) or (
        _ING_ON.search(earlier) is not None and _ING.match(text) is not None
    )


def has_doer(text: str) -> bool:
    """Whether anybody does anything in a clause at all."""
    return says_we(text) or will(text) or _ELIDED.search(text) is not None or _GET.search(text) is not None
