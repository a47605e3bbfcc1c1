"""What is wrong: symptoms in a few fixed words, lamps, error codes, and how far it reaches."""

import re
from collections.abc import Iterator

from hilft.memory.model import Found, Key
from hilft.memory.reading.text import Text

_NET = r"(?:internet(?:verbindung|zugang|anschluss)?|inet|netz|verbindung|leitung|dsl|anschluss|kabelinternet|glasfaser|online|broadband|service|connection|connectivity|network|wifi connection|net|line|fiber|fibre)"
_WLAN = r"(?:wlan|w-lan|wi-?fi|wireless)"
_TEL = r"(?:telefon(?:ie|anschluss|ieren)?|festnetz(?:anschluss|telefon)?|landline|home phone|dial tone|freizeichen|voip)"
_TV = r"(?:tv|fernseh(?:en|er)?|sender|programme?|channels?|bild|picture|cable tv|receiver)"
_DEAD = r"(?:geht nicht|geht nichts|geht gar nicht|geht (?:schon |jetzt |mal |gerade |seit \w+ \w* ?)*(?:wieder )?nicht|funktioniert (?:\w+ ){0,3}nicht|tot|weg|aus|ausgefallen|gestört|offline|unterbrochen|fällt aus|ohne funktion|down|out|dead|not working|isn't working|doesn't work|stopped working|won't work|isnt working|doesnt work|went (?:down|out)|not work)"
_GAP = r"[^.!?\n]{0,30}?"

_SYMPTOMS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (value, kind, re.compile(pattern))
    for value, kind, pattern in (
        ("no sync", "", r"\bkein(?:e[nr]?)? (?:dsl[- ]?)?(?:sync\w*|synchronisation|signal auf (?:der|dem))|(?:dsl|modem|router) (?:synchronisiert|synct|synced) (?:\w+ )?nicht|nicht synchron|no (?:dsl )?sync\b|(?:won't|doesn't|not|can't) (?:be )?sync(?:ing|ed)?\b|lost sync|kein dsl(?:[- ]signal)?\b|no dsl\b|kein(?:e)? (?:kabel|glasfaser)?signal\b(?! am handy)|dsl[- ]?verbindung (?:\w+ ){0,2}(?:unterbrochen|nicht)"),
        ("no internet", "", rf"\bkein(?:e[nr]?)? (?:\w+ )?{_NET}\b(?!-)(?! (?:erreichbar|bekommen|störung|problem))|(?:no|without(?: any)?|lost(?: my| all)?|have no|losing) (?:home |any )?(?:internet|broadband|connection|connectivity|net|network)\b(?! (?:channels?|speed|problem|issue)s?)|\b{_NET} (?:ist |is |has been |hat |still |schon |seit \w+ \w+ |wieder |komplett |mal wieder |has |totally |completely |keeps going |been |just |auch |bei mir |immer noch )*{_DEAD}|(?:internet|netz) (?:seit|since|schon){_GAP}(?:weg|tot|aus|down|out)\b|\bohne internet\b|(?:komme|komm|kommen|gehe) (?:\w+ ){{0,3}}(?:nicht|nimmer) (?:mehr )?(?:ins|online|auf)|can't (?:get|go) (?:online|on the internet|on line)|cannot get online|unable to (?:connect|get online)|(?:can't|cannot|won't|doesn't|not) connect(?:ing)? to (?:the )?internet|internet (?:geht|läuft|funktioniert) (?:\w+ ){{0,4}}(?:nicht|nichts)|nichts geht mehr|geht (?:gar )?nichts mehr|total(?:er)? (?:ausfall|outage)|totalausfall|komplett(?:er)? ausfall|internet outage|internetausfall|not have internet|(?:haben|habe) (?:\w+ ){{0,3}}kein internet|internet's (?:down|out)|internet (?:just )?(?:died|drop(?:ped)? (?:out )?completely)"),
        ("outage", "", r"(?<!no )\b(?:outage|störung|ausfall|grossstörung|großstörung|netzausfall|network (?:is )?down|service (?:is )?(?:down|out)|everything is down|alles (?:ist )?(?:tot|ausgefallen|down))\b"),
        ("drops", "", r"\b(?:bricht|brach|brechen) (?:\w+ ){0,5}(?:ab|zusammen|weg)\b|\w*abbrüche\w*|verbindungsabbr\w+|\babgebrochen(?! habe)|(?:ständig|immer wieder|dauernd|alle paar \w+|alle \d+ \w+|regelmäßig|sporadisch|immer mal wieder) (?:\w+ ){0,4}(?:weg|unterbrochen|offline|aussetzer|ausfälle|aus|disconnects?)|aussetzer|fliege (?:\w+ ){0,3}(?:raus|aus)|flieg(?:t|en) (?:\w+ ){0,3}raus|kick(?:s|ed|ing)? (?:me|us|everyone|everybody) (?:off|out)|rausgeflogen|unterbrechungen|instabil|wackelig|(?:keeps?|kept|constantly|always|randomly|continuously|still) (?:\w+ )?(?:dropping|drops|cutting|disconnecting|disconnects|going (?:down|out|off)|losing|buffering)|(?:connection|internet|service|signal|wifi|wi-fi|it|line) (?:\w+ )?(?:drops|dropping|dropped|cuts out|cutting out|disconnects|goes in and out)\b|\bintermittent(?:ly)?\b|in and out\b|on and off\b(?! again)|spotty|unstable|drop(?:s|ping)? out|dropped calls?|drops? calls?|cutting in and out"),
        ("slow", "", r"\b(?:(?<!nicht )(?<!not )(?<!not that )(?:langsam\w*|lahm(?!gelegt)\w*|schleichend)|im schneckentempo|schneckentempo|kriecht|drosselung|gedrosselt|nur (?:noch )?\d+(?:[.,]\d+)? ?(?:k|m|g)?(?:bit|b)(?:it)?/?s?|slow(?:er|ly|est|ness|s)?|crawling|sluggish|throttl\w+|laggy|lagging|buffer(?:ing|s)|(?:only )?(?:getting|get) (?:only |just |about |like |under |less than )?\d+(?:\.\d+)? ?(?:mb|mbps|kbps|meg|mb/s|mbit)|speeds? (?:is|are|of) (?:\w+ ){0,3}(?:terrible|awful|bad|poor|low|under|\d+)|half the speed|(?:not|nicht) (?:die|getting|the) (?:volle|full|gebuchte|advertised) (?:geschwindigkeit|bandbreite|speeds?)|(?:viel )?zu wenig (?:bandbreite|speed|geschwindigkeit)|(?:kommen|kommt) (?:nur|gerade mal) (?:\w+ )?\d+)"),
        ("no Wi-Fi", "", rf"\bkein {_WLAN}\b|(?:no|without) {_WLAN}\b|\b{_WLAN}(?:[- ]verbindung|[- ]netz)? (?:ist |is |has been |hat |still |schon |wieder |komplett |seit \w+ )*{_DEAD}|(?:can't|won't|doesn't|cannot|not|nicht) (?:connect(?:ing)? to|mit dem) (?:the |my |our )?{_WLAN}|{_WLAN} wird nicht (?:gefunden|angezeigt)|{_WLAN} (?:geht|funktioniert|läuft) (?:\w+ )?nicht"),
        ("weak Wi-Fi", "", rf"(?:schwach\w*|schlecht\w*|weak|poor|bad) {_WLAN}|{_WLAN}(?:[- ]?(?:signal|empfang|reichweite))? (?:ist |is |zu |too |sehr |very |so )*(?:schwach|schlecht|weak|poor|bad|terrible)|{_WLAN}[- ]?reichweite|(?:schlechter|schwacher) {_WLAN}[- ]?empfang"),
        ("no phone", "", rf"\bkein(?:e)? (?:\w+ )?{_TEL}\b|(?:no|without a?|lost) {_TEL}\b|\b{_TEL} (?:ist |is |geht |has been |hat |still |schon |auch |wieder |seit \w+ )*(?:{_DEAD}|auch nicht)|(?:kann|können) (?:\w+ ){{0,3}}nicht (?:\w+ ){{0,2}}telefonieren|(?:can't|cannot|unable to) (?:make|receive) (?:\w+ )?(?:calls?|phone calls?)|(?:nicht|weder) (?:anrufen|angerufen werden)|leitung ist tot|line is dead"),
        ("no TV", "", rf"\bkein(?:e)? (?:\w+ )?{_TV}\b(?!-)|\b{_TV} (?:ist |seit \w+ )?ohne (?:signal|empfang|bild)\b|(?:no|without) {_TV}\b|\b{_TV} (?:ist |is |geht |has been |hat |still |schon |auch |wieder |are )*{_DEAD}|schwarzer bildschirm|black screen|kein bild"),
        ("picture freezes", "", r"(?:bild|picture|tv|screen|sender|channels?) (?:\w+ ){0,3}(?:friert|ruckelt|stockt|hängt|pixelt|freez\w+|pixelat\w+|stutter\w+)|pixelbild\w*|klötzchen\w*|pixelat\w+|\bfreezing\b"),
        ("no signal", "", r"\b(?:(?:kein(?:en)?|ohne) (?:handy)?(?:netz|empfang|signal|mobilfunk\w*|lte|5g|4g)|no (?:signal|reception|coverage|bars|lte|4g|5g|data)|(?:schlecht\w*|kaum|poor|bad|terrible|weak|zero) (?:\w+ )?(?:empfang|signal|reception|coverage|netzabdeckung)|funkloch|dead ?zone|signal (?:is |has been )*(?:\w+ )?(?:terrible|awful|bad|poor|weak|lost|gone)|nur e(?:dge)?\b|sos only|no service\b(?! since the)|mobile daten (?:\w+ )?nicht|data (?:\w+ )?(?:not working|doesn't work|isn't working))"),
        ("high ping", "", r"\b(?:ping (?:\w+ ){0,3}(?:hoch|high|bad|schlecht|über|von|of|over|spikes?)|(?:hoher|hohe|high|schlechter) (?:ping|latenz|latency)|latency|lag(?:gs?|s| spikes?)|paket\s?verlust\w*|packet loss|jitter)\b"),
        ("noise on the line", "", r"\b(?:rauschen|rauscht|knistern|knistert|knacken|knackt|brummen|störgeräusch\w*|echo|static|crackl\w+|buzzing|noise on|noisy line|verzerrt|abgehackt|muffled|choppy)\b"),
        ("router restarts by itself", "", r"(?:router|modem|box|hub|fritz\S*|speedport\S*|er|sie|it)\b[^.!?\n]{0,40}?(?:startet (?:\w+ ){0,5}(?:neu|durch)\b|(?:restarts?|reboots?) (?:itself|by itself|on its own|randomly|constantly|every))|keeps? (?:\w+ )?(?:restarting|rebooting|resetting)\b|bootet (?:\w+ ){0,3}neu|startet (?:sich )?(?:ständig|dauernd|immer wieder|von selbst|von alleine|selbständig) (?:\w+ )?neu"),
        ("router is broken", "", r"(?:router|modem|receiver|box|hub|fritz\S*|speedport\S*|gerät) (?:\w+ ){0,4}(?:kaputt|defekt|hinüber|broken|faulty|died|is dead|fried)\b|defekte[nrs]? (?:router|modem|receiver|fritz)|(?:faulty|broken|defective) (?:router|modem|box|hub|receiver)|(?:router|modem) (?:geht|lässt sich) nicht (?:mehr )?(?:an|ein)|won't (?:turn|power) on"),
        ("cannot sign in", "", r"(?:kann|komme|komm) (?:\w+ ){0,5}nicht (?:\w+ )?(?:einloggen|anmelden|ins kundencenter|ins kundenportal|rein)|(?:login|log in|anmeldung|einloggen) (?:\w+ ){0,3}(?:nicht|fehlgeschlagen|fails?|failed|error|doesn't)|(?:can't|cannot|unable to|won't let me|not able to) (?:\w+ )?(?:log ?(?:in|on)|sign in|access my (?:account|bill))|(?:zugangsdaten|passwort|password) (?:\w+ ){0,3}(?:falsch|nicht (?:akzeptiert|angenommen)|not work\w*)"),
        ("calls fail", "", r"(?:anrufe|gespräche|calls?) (?:\w+ ){0,4}(?:brechen|bricht|abgebrochen|fehlgeschlagen|kommen nicht|fail\w*|drop\w*|won't go|don't go|not going|nicht durch|not coming)|call failed"),
        ("text messages fail", "", r"(?:sms|mms|imessages?|texts|text messages?) (?:\w+ ){0,3}(?:nicht|fail\w*|won't|don't|not sending|not delivered|not working)|(?:can't|cannot|unable to) (?:send|receive) (?:\w+ )?(?:sms|mms|texts?|messages|picture)"),
        ("bill is wrong", "", r"\b(?:rechnung|abrechnung|bill|invoice|charge[sd]?|abbuchung) (?:\w+ ){0,5}(?:falsch|fehlerhaft|zu hoch|höher|wrong|incorrect|too high|doubled|went up|gone up|higher|nicht korrekt)|(?:zu viel|doppelt|zweimal) (?:\w+ )?(?:abgebucht|berechnet|bezahlt|belastet)|(?:over|double|wrongly |incorrectly |falsely )[- ]?(?:charged|billed)|charged (?:me )?(?:twice|double|extra|wrong|for (?:something|services?|a))|unberechtigt\w* (?:abbuchung|rechnung|mahnung)|overcharg\w+"),
        ("app does not work", "", r"\b(?:app|website|webseite|homepage|kundenportal|portal|site) (?:\w+ ){0,4}(?:geht nicht|funktioniert nicht|stürzt|lädt nicht|hängt|crash\w*|doesn't work|isn't working|not working|won't (?:load|open)|down|is broken)"),
    )
)  # fmt: skip
_WORKS_AGAIN = re.compile(
    r"\b(?:geht (?:jetzt |nun |alles |es )*wieder(?! nicht)|funktioniert (?:jetzt |nun |alles )*wieder(?! nicht)|läuft (?:jetzt |alles )*wieder(?! nicht)|wieder da\b|behoben|"
    r"back (?:up|on|online|working)|works? (?:again|now|fine|great|perfectly)|working (?:again|now|fine)|(?:is|was|got|been) (?:fixed|resolved|sorted)|alles gut|problem gelöst|solved|don't need to fear|no (?:more )?(?:issues|problems|outages?)|keine (?:störung|ausfälle|abbrüche))\b"
)
_ONLY_ASKED = frozenset({"outage", "cannot sign in", "high ping"})
"What people ask about before they have it: in a question it is no symptom."

_COLOUR = {
    "rot": "red", "rote": "red", "red": "red", "grün": "green", "grüne": "green", "green": "green", "orange": "orange",
    "gelb": "yellow", "amber": "amber", "yellow": "yellow", "blau": "blue", "blue": "blue", "weiß": "white", "weiss": "white",
    "white": "white", "lila": "purple", "purple": "purple", "pink": "pink",
}  # fmt: skip
_HOW = {
    "blink": "blinking", "flash": "blinking", "leucht": "on", "aus": "off", "off": "off", "an": "on", "on": "on", "dauerhaft": "on",
    "solid": "on", "flacker": "blinking", "erlosch": "off", "pulsat": "blinking", "out": "off", "lit": "on",
}  # fmt: skip
_LAMP_NAME = r"(?P<lamp>power(?:/dsl)?|dsl|internet|online|wlan|wi-?fi|info|festnetz|telefon|phone|fon|link|los|pon|sync|status|service|ds|us|broadband|signal|voip|lan|fiber|fibre|cable|globe|globus|dpf)"
_LAMP = re.compile(
    rf"\b(?:{_LAMP_NAME}[- /]?)?(?P<thing>lampe|led|lämpchen|leuchte|licht|lights?|leds|kontrollleuchte|kontrolllampe|lichter)\b(?P<after>[^.!?\n]{{0,60}})"
    rf"|\b{_LAMP_NAME.replace('lamp', 'lamp2')}\s(?P<verb>blinkt|leuchtet|flackert|is flashing|is blinking|flashes|blinks)\b(?P<after2>[^.!?\n]{{0,40}})"
)
_BEFORE_LAMP = re.compile(
    r"\b(?:blinkende[srn]?|leuchtende[srn]?|flashing|blinking|solid|steady|rot|grün|orange|blau|weiß)?\s?(?P<colour>blinkende[srn]?|leuchtende[srn]?|flashing|blinking|rot|rote[srn]?|grüne?[srn]?|orange\w*|gelbe?[srn]?|blaue?[srn]?|weiße?[srn]?|lila|red|green|amber|yellow|blue|white|purple)?\s?$"
)
_COLOURS = re.compile(
    r"\b(rot|grün|orange|gelb|blau|weiß|weiss|lila|pink|red|green|amber|yellow|blue|white|purple)\b"
)
_HOWS = re.compile(
    r"\b(blink\w*|flash\w*|flacker\w*|leucht\w*|pulsat\w*|dauerhaft|solid|erlosch\w*|aus|off|an|on|out|lit)\b"
)
_BLINKS = re.compile(r"\b(blink\w*|flash\w*|flacker\w*|pulsat\w*)\b")
_OBJECT_LAMP = re.compile(r"\b(?:router|modem|box|hub|fritz|speedport|ont|gateway|receiver|it)\b")

_CODE = re.compile(
    r"\b(?:fehler(?:code|meldung|nummer|nr\.?)?|error(?: code| message| number)?|errorcode|code|meldung|message|err)\b[\s:#'\"=-]*(?:(?:ist|is|lautet|says|reads|mit|with|nr\.?|no\.?|number|code|the|der|die|says:|anzeige|angezeigt)[\s:#'\"=-]+){0,2}"
    r"(?P<code>[a-z]{0,8}[-_.]?\d[\w.-]{0,14}|[a-z]{2,10}(?:[-_][a-z0-9]+){1,6})(?![\w%])"
)
_BARE_CODE = re.compile(
    r"\b(?P<code>(?:dns_probe|err|dns|net|nxdomain|pppoe|hresult|nw|tvapp|ui|m\d{3})[-_][\w-]{2,40}|pppoe[- ](?:fehler|error|timeout|zeitüberschreitung))\b"
)
_NOT_A_CODE = re.compile(r"(?:mbit|mb|gb|euro|eur|€|uhr|tage?|days?|hours?|min|x|mal|times|%|st|nd|rd|th)\b")

_SCOPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (value, re.compile(pattern))
    for value, pattern in (
        ("neighbours too", r"\b(?:nachbarn?|nachbarin|nachbarschaft|neighbou?rs?|neighbou?rhood)\b[^.!?\n]{0,40}\b(?:auch|ebenfalls|genauso|too|also|as well|same|have it|haben)\b|\b(?:auch|even|bei|all|same|whole|entire|ganze[nr]?|gesamte[nr]?|komplette[nr]?)\b[^.!?\n]{0,15}\b(?:nachbarn?|nachbarschaft|neighbou?rs?|neighbou?rhood|straße|strasse|street|dorf|ort|stadt|town|village|area|viertel|haus mit|building|block|haus(?:es)? betroffen)\b"),
        ("Wi-Fi and cable", r"\b(?:(?:sowohl|both|weder|neither)\b[^.!?\n]{0,20}\b(?:wlan|w-lan|wi-?fi|lan|wireless|kabel|wired|ethernet|cable)\b[^.!?\n]{0,20}\b(?:als auch|and|und|noch|nor|or)\b[^.!?\n]{0,12}\b(?:wlan|w-lan|wi-?fi|lan|wireless|kabel|wired|ethernet|cable)|(?:wlan|wi-?fi|wireless) (?:und|and|\+|&|wie) (?:auch )?(?:über |per |via )?(?:lan|(?:netzwerk)?kabel|wired|ethernet|cable)|(?:lan|(?:netzwerk)?kabel|wired|ethernet|cable) (?:und|and|\+|&|wie) (?:auch )?(?:wlan|wi-?fi|wireless))\b"),
        ("cable too", r"\b(?:auch|selbst|even|also)\s(?:direkt |when |über |per |mit |am |an |via |on |by |with |over |a |the |im |if |directly |hard ?)*(?:lan(?:[- ]?kabel)?|(?:netzwerk)?kabel|ethernet|wired|cable|hardwired|plugged in|kabelgebunden|wire)\b(?! tv)|(?:lan|kabel|ethernet|wired|hardwired|kabelgebunden)\b[^.!?\n]{0,25}\b(?:auch nicht|auch nichts|genauso|ebenfalls|ebenso|as well|too|same|isn't working either|dasselbe|das gleiche)"),
        ("Wi-Fi only", r"\b(?:nur|bloß|ausschließlich|only|just)\s(?:\w+ ){0,3}(?:wlan|w-lan|wi-?fi|wireless)\b|\b(?:lan|(?:netzwerk|lan-)?kabel|ethernet|wired|hardwired)(?:[- ]?verbindung| connection)?\s(?:\w+ ){0,2}?(?:geht|funktioniert|läuft|klappt|is|works?|ist)\s(?:\w+ )?(?:es|alles|problemlos|einwandfrei|fine|perfectly?|ok|okay|gut|great|super|stabil|normal|schnell)"),
        ("cable only", r"\b(?:nur|only|just)\s(?:works? |geht )?(?:über |per |via |on |over |am |mit |with |the )+(?:lan|kabelgebunden|wired|ethernet)\b|\b(?:wlan|wi-?fi|wireless)\s(?:\w+ ){0,2}?(?:geht|funktioniert|läuft|works|is)\s(?:\w+ )?(?:problemlos|einwandfrei|fine|perfectly?|ok|okay|gut|great)"),
        ("all devices", r"\b(?:alle[nr]?|sämtliche[nr]?|jede[ms]|mehrere[nr]?|verschiedene[nr]?|all(?: of)?(?: my| our| the)?|every|each|any|multiple|several|both)\s(?:\w+ ){0,3}(?:geräte[n]?|gerät|devices?|computers?|rechner[n]?|handys|laptops?|phones|pcs|tvs?|räume[n]?|rooms?)\b|\bim ganzen haus\b|(?:whole|entire) (?:house|home|flat|apartment)|in der ganzen wohnung|überall (?:im haus|in der wohnung|das gleiche|das selbe|dasselbe)|egal (?:(?:welches|mit welchem) gerät|ob (?:mit |am |auf dem )?(?:handy|tablet|pc|laptop))|nothing in the house|no matter (?:which|what) device|same (?:thing )?(?:on|with) (?:everything|all)"),
    )
)  # fmt: skip
_WIRELESS_ONLY = re.compile(
    r"\b(?:wlan|w-lan|wi-?fi|wireless)\b[^.!?\n]{0,60}\b(?:kabel|lan|cable|wired|ethernet)\b(?: connection| verbindung)? (?:\w+ ){0,3}?"
    r"(?:stabil|fine|ok|okay|gut|einwandfrei|problemlos|stable|perfect|perfectly|rock solid|works|läuft|geht|funktioniert)\b(?! (?:auch )?(?:nicht|nix|nichts|not))"
)
_ONLY_ONE = re.compile(r"\b(?:the only|das einzige) (?:device|gerät|thing|one)\b")
_ONE_DEVICE = re.compile(
    r"\b(?:nur|bloß|ausschließlich|only|just)\s(?:noch |bei mir |happens |affects |works |not )?(?:am|an|im|auf|auf dem|bei|mit dem|on|with|the|my|mein(?:em)?|dem|one|ein(?:em)?)\s(?:\w+ )?(?P<one>handy|laptop|pc|computer|rechner|fernseher|tv|tablet|ipad|iphone|phone|notebook|"
    r"mac|macbook|playstation|ps[45]|xbox|konsole|console|gerät|device|desktop|smart tv|firestick)\b|\b(?:one|ein) (?P<one2>device|gerät|laptop|handy|phone|pc)\b[^.!?\n]{0,15}\b(?:only|nur|betroffen|affected)"
)


def symptoms(text: Text) -> Iterator[Found]:
    """Find what is wrong, each symptom once; what works again, is only feared or asked about is left out."""
    for clause in text.clauses:
        if clause.supposes or _WORKS_AGAIN.search(clause.words):
            continue
        for value, kind, pattern in _SYMPTOMS:
            if clause.asks and value in _ONLY_ASKED:
                continue
            match = pattern.search(text.low, clause.start, clause.end)
            if match is not None:
                yield Found(
                    Key.SYMPTOM, value, text.piece(clause.start, clause.end), *match.span(), 0.85, kind
                )


def lamps(text: Text) -> Iterator[Found]:
    """Find what the lamps do: value as ``DSL lamp blinking red``, kind the lamp's name in small letters."""
    for match in _LAMP.finditer(text.low):
        clause = text.clause_at(match.start())
        if clause.asks or clause.supposes:
            continue
        after = (match["after"] or match["after2"] or "") + " " + (match["verb"] or "")
        before = _BEFORE_LAMP.search(text.low[max(match.start() - 40, 0) : match.start()])
        around = f"{before.group() if before else ''} {after}"
        colour, how = _COLOURS.search(around), _BLINKS.search(around) or _HOWS.search(around)
        colour_word = next((v for k, v in _COLOUR.items() if colour and colour.group(1).startswith(k)), "")
        how_word = next((v for k, v in _HOW.items() if how and how.group(1).startswith(k)), "")
        if not colour_word and how_word in {"", "on"}:
            continue
        lamp = match["lamp"] or match["lamp2"] or ""
        if (
            not lamp
            and match["thing"] in {"licht", "light", "lights", "lichter"}
            and not _OBJECT_LAMP.search(clause.words)
        ):
            continue
        name = {
            "wifi": "Wi-Fi",
            "wi-fi": "Wi-Fi",
            "wlan": "Wi-Fi",
            "dsl": "DSL",
            "internet": "internet",
            "los": "LOS",
            "pon": "PON",
        }.get(lamp, lamp)
        value = " ".join(filter(None, (f"{name} lamp".strip(), how_word, colour_word)))
        yield Found(
            Key.SYMPTOM,
            value,
            text.piece(match.start(), match.end()).strip(),
            match.start(),
            match.start() + len(match.group().rstrip()),
            0.85,
            name.casefold() or "lamp",
        )


def error_codes(text: Text) -> Iterator[Found]:
    """Find codes of errors, by the word before them or by their own look."""
    for pattern in (_CODE, _BARE_CODE):
        for match in pattern.finditer(text.low):
            start, end = match.span("code")
            code = text.raw[start:end].strip(" .-\"'")
            rest = text.low[end : end + 8].lstrip()
            if not any(c.isdigit() for c in code) and pattern is _CODE and "_" not in code:
                continue
            if (
                _NOT_A_CODE.match(rest)
                or re.fullmatch(r"\d{1,2}\.\d{1,2}\.?(?:\d{2,4})?", code)
                or text.clause_at(start).denies_before(match.start())
            ):
                continue
            yield Found(
                Key.ERROR_CODE,
                code.upper() if code.islower() else code,
                text.piece(*match.span()),
                start,
                start + len(code),
                0.9,
            )


def scope(text: Text) -> Iterator[Found]:
    """Find how far it reaches: one device or all, Wi-Fi or cable, the neighbours."""
    for clause in text.clauses:
        if clause.asks or clause.supposes:
            continue
        for value, pattern in _SCOPES:
            match = pattern.search(text.low, clause.start, clause.end)
            if match is not None:
                yield Found(Key.SCOPE, value, text.piece(*match.span()), *match.span(), 0.85)
                return
        one = _ONE_DEVICE.search(text.low, clause.start, clause.end)
        if one is not None:
            device = one["one"] or one["one2"]
            yield Found(
                Key.SCOPE,
                f"one device: {text.piece(*one.span('one' if one['one'] else 'one2'))}"
                if device not in {"device", "gerät"}
                else "one device",
                text.piece(*one.span()),
                *one.span(),
                0.8,
            )
            return
    alone = _ONLY_ONE.search(text.low)
    if alone is not None and not text.clause_at(alone.start()).asks:
        yield Found(Key.SCOPE, "one device", text.piece(*alone.span()), *alone.span(), 0.75)
        return
    both = _WIRELESS_ONLY.search(text.low)
    if both is not None and not text.clause_at(both.start()).asks:
        yield Found(Key.SCOPE, "Wi-Fi only", text.piece(*both.span()), *both.span(), 0.75)
