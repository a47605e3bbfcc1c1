"""What is wrong, since when, for whom, and what is wanted."""

import re

from hilft.memory.asking.lexicon.entry import Entry, Form, entry
from hilft.memory.model import Key

_IT = r"(?:es|das|dies\w*|die|der|dein\w*|ihr\w*|euer|eure|alles|internet|problem|stoerung|fehler)"
_WIRELESS = r"(?:wlan|w-lan|wifi|wi-fi|wi fi|wireless\w*|funk\w*|kabellos\w*|drahtlos\w*)"
_WIRED = r"(?:(?:lan|netzwerk|ethernet|patch)[- ]?(?:kabel|cable|verbindung|lead|connection)?|kabel|cable|wired|wire|ethernet|hard-?wired|kabelgebunden|verkabelt)"
_WORSE = r"(?:problem\w*|stoerung\w*|ausfall|ausfaelle|fehler\w*|issue\w*|trouble\w*|fault\w*|outage|schwierigkeit\w*)"
_DEVICES = r"(?:geraete?n?|endgeraete?n?|devices?|gadgets?|computers?|rechnern?|pcs|laptops?|handys?|phones?|tvs|tv's)"
_LAMP = r"(?:(?:\w+-)?leds?|[\w-]*(?:lampen?|leuchten?|laempchen|licht(?:er|ern)?)|(?:\w+-)?(?:lights?|lamps?)|kontroll\w*lampe\w*|anzeigen|diode)"

_LAMPS = {
    "dsl": re.compile(r"\b(?:[av]?dsl|broadband|link|sync|us/ds)\b"),
    "power": re.compile(r"\b(?:power|strom|netz|betriebs?)(?=\b|lampe|licht|leuchte|led)"),
    "online": re.compile(r"\b(?:internet|online|globe|inet|service)(?=\b|lampe|licht|leuchte|led)"),
    "wlan": re.compile(r"\b(?:w-?lan|wi-?fi|wireless)(?=\b|lampe|licht|leuchte|led)"),
    "phone": re.compile(r"\b(?:telefon\w*|festnetz|phone|voice|tel)\b"),
    "wps": re.compile(r"\bwps\b"),
    "info": re.compile(r"\binfo\b"),
    "lan": re.compile(r"\b(?:lan|ethernet)\b"),
    "fibre": re.compile(r"\b(?:fib(?:er|re)|pon|los|glasfaser)\b"),
    "top": re.compile(r"\b(?:on top|oben|top light)\b"),
}

_SIDES = {
    "lamp": re.compile(rf"(?<!\w){_LAMP}(?!\w)|blink\w*|leucht\w*|flash\w*"),
    "drops": re.compile(
        r"abbr\w*|drop\w*|cut\w* (?:in and )?out|disconnect\w*|unterbrech\w*|aussetzer\w*|instabil\w*|unstable|bricht|intermittent|flaky|verliert|weg und wieder|comes and goes|on and off"
    ),
    "slow": re.compile(
        r"langsam\w*|slow\w*|lahm\w*|kriech\w*|crawl\w*|sluggish|traege|schleppend|ruckel\w*|buffer\w*|lag\w*|schnecke\w*"
    ),
    "no sync": re.compile(
        r"no (?:sync|internet|connection|service|signal|dsl)|sync\w*|kein\w* (?:internet|verbindung|sync\w*|netz|empfang|signal|dsl)|tot\b|ausfall|ausgefallen|offline|down|dead|(?:geht|funktioniert) (?:gar )?nicht|nichts geht|komplett weg|unreachable|verbindung (?:weg|verloren)"
    ),
    "noise": re.compile(r"rausch\w*|knack\w*|crackl\w*|noise|noisy|static|echo"),
}


def sides(text: str) -> set[str]:
    """Give which kinds of trouble a folded text names."""
    return {side for side, pattern in _SIDES.items() if pattern.search(text)}


def lamps_named(text: str) -> set[str]:
    """Give which lamps a folded text names."""
    return {name for name, pattern in _LAMPS.items() if pattern.search(text)}


TROUBLE: tuple[Entry, ...] = (
    entry(
        Key.SINCE_WHEN, Form.WH,
        r"seit wann(?: \w+){0,6}|ab wann(?: \w+){0,5} (?:problem\w*|stoerung\w*|gestoert|ausgefallen|ausfiel|weg|tot|kein\w*|nicht|aufgetreten|auftrat\w*|so)|seit welche[mnr] (?:tag|zeit\w*|datum|uhrzeit)|ab welche[mnr] (?:zeitpunkt|tag)(?! (?:duerf|koenn|soll))|(?<!\w )seit(?= ?\?)|(?:from|since|for) how (?:many|long)(?: \w+){0,4}|when was the last time (?:it|you had|your|the (?:internet|connection|broadband))(?: \w+){0,2}|seit wie ?viel\w* (?:tagen|wochen|stunden)",
        r"wie lang(?:e)?(?! (?:dauer|soll|braucht|noch|muss|warte|laeuft (?:der|dein|ihr) vertrag|haelt|kann|wird|darf|war (?:der|die|das) (?:router|stecker|geraet)))(?: \w+){0,3}? (?:schon|bereits|geht|besteht|hast|haben|ist|tritt|nun|jetzt|habt|plagst|funktioniert|wartest|ohne|so)(?: \w+){0,6}",
        r"wann (?:genau |ungefaehr |etwa |zuerst |denn |eigentlich |circa |ca )?(?:hat|fing|begann|ist|trat|war|ging|haben|hast|wurde|kam|gings|lief|funktionierte|merktest|bemerkten|bemerktest|fiel|fings)(?! (?:die bestellung|der techniker|dein termin|ihr termin))(?: \w+){0,7}? (?:angefangen|begonnen|beginnen|aufgetreten|losgegangen|los|zuletzt|letzte[ns]? mal|erste[ns]? mal|zuerst|bemerkt|gemerkt|aufgefallen|ausgefallen|auf|an|weg|aus|erstmals|noch|angefang\w*|stoerung|problem\w*|eingesetzt|passiert)",
        r"wann (?:\w+ ){1,6}(?:begann|begonnen hat|anfing|angefangen hat|aufgetreten ist|auftrat|ausgefallen ist|losging|losgegangen ist|aufgefallen ist|ausfiel|los ging)",
        r"(?:date|day|time|datum|tag|zeitpunkt) (?:on which|when|that|an dem|seit dem|ab dem|of)(?: \w+){0,5} (?:occur\w*|start\w*|began|begun|appear\w*|auftrat|begann|anfing|ausfiel)(?: \w+)?",
        r"(?:beginn|anfang|zeitpunkt) (?:der|des|vom) (?:\w+ )?(?:stoerung|ausfalls?|problems?|fehlers)",
        r"since when(?: \w+){0,5}|from when",
        r"how long(?:'s| is| has| have)? ?(?:you have|you are|you were|has|have|is|are|was|were|it|this|that|been|did you (?:have|notice)|now|ago did (?:it|this|that|the)|it's|its|this has|you've|youve|u been|since)(?! (?:been )?(?:a customer|with us|the (?:outage|drop)|each|unplugged|waiting))(?: \w+){0,7}",
        r"when (?:exactly |roughly |about |abouts )?(?:did|does|was|has|did's)(?! (?:you (?:order|move|restart|reboot|call|speak|last (?:speak|call|contact|restart|reboot)|sign|buy|reset|try|send|pay|receive)|(?:the|your|our) (?:engineer|technician|contract|order|bill|tech|parcel)|we|they|he|she)(?: \w+){0,6})(?: \w+){0,6}? (?:start\w*|begin\w*|began|begun|first|happen\w*|notic\w*|occur\w*|go down|went down|go off|stop\w*|last (?:work\w*|have|connect\w*|online)|fail\w*|appear\w*|go wrong|lose|drop|crop up|kick\w* off|come up|go out|show up|surface)(?: \w+){0,4}",
        r"(?:know|tell|say|remember|recall|confirm|advise|wonder|share|state|and|or)(?: (?:me|us|exactly|roughly|about|with us))* when (?:it|this|that|the (?:problem|issue|trouble|outage|fault)\w*|things|you first|your (?:internet|connection|broadband)) (?:all )?(?:first )?(?:start\w*|began|begin\w*|happen\w*|went|notic\w*|occurr\w*|stopped|dropped|kicked off)(?: \w+){0,3}",
        r"first (?:notice|noticed|appear|appeared)(?: \w+){0,4}",
        r"(?:what|which|welche[mnr]?|an welchem) (?:day|date|tag|datum) (?:did|ist|hat|was|has|fing|begann|trat)(?: \w+){0,5} (?:go out|go down|go off|start\w*|begin|happen\w*|los\w*|angefangen|passiert|aufgetreten|an|auf)",
    ),
    entry(
        Key.SINCE_WHEN, Form.STATE,
        r"(?:ist|war|geht|tritt|besteht|hast|haben) (?:das|es|du|sie|die|der|diese\w*) (?:\w+ ){0,2}?(?:erst |schon )?(?:laenger|seit (?:heute|gestern|kurzem|laenger\w*)|neu|laenger so|schon laenger)(?: \w+){0,2}",
        r"(?:is (?:this|it)|has (?:this|it) been|did (?:this|it)) (?:only |just )?(?:new|recent|going on (?:for )?(?:long|a while)|start(?:ed)? (?:just )?today|just start\w*|since (?:today|yesterday))",
    ),
    entry(
        Key.SYMPTOM, Form.WH,
        r"wa[st] (?:genau |denn |konkret |eigentlich )?(?:ist|is|funktioniert|geht|klappt|passiert|stimmt|liegt|macht|laeuft|fehlt|hakt|streikt|stoert)(?! (?:dein\w*|ihr\w*) (?:wunsch|anliegen|kundennummer|tarif|name|adresse))(?: \w+){0,5}? (?:los|nicht|problem\w*|schief|genau|denn|kaputt|stoerung|defekt|fehler|konkret|vor|faul|passiert)(?! (?:wenn|nach|bei|sobald|danach|wie))",
        r"welcher art(?: \w+){0,3}|(?:womit|wobei) (?:hast|haben|gibt) (?:du|sie|es|ihr)(?: \w+){0,3} (?:problem\w*|schwierigkeiten|aerger)|what(?:'s| is) (?:it|your internet|your connection|the (?:internet|router|connection|broadband)) (?:doing|not doing)",
        r"was (?:\w+ )?(?:alles )?nicht (?:geht|funktioniert|klappt|laeuft|stimmt)|was (?:genau |alles |denn )?(?:los|kaputt|passiert|defekt) ist",
        r"was (?:genau |denn |konkret )?(?:funktioniert|geht|klappt|streikt|stoert|spinnt|passiert|hakt|geschieht)(?= ?(?:[?!.]|$|bei|denn|genau|an))",
        rf"(?:was fuer(?: ?(?:ei)?n(?:e[nmrs]?)?)?|welche[nrs]?) (?:\w+ )?(?:{_WORSE}|symptome?|beschwerden|sorgen)(?: (?:hast|haben|gibt|tritt|treten|genau|liegt|liegen|du|sie|zeig\w*|ist|besteht|bestehen)(?: \w+){{0,4}})?",
        r"wo(?:ran|rin)? (?:genau |denn )?(?:besteht|drueckt|zwickt|hakt|klemmt|liegt|brennt|scheitert|happert|hapert)(?: \w+){0,4}|wo (?:ist|liegt) (?:denn |genau )?das problem|worum geht(?:'s|s| es)?(?: \w+){0,2}|wie (?:genau )?(?:aeussert|zeigt|macht) sich(?: \w+){0,5}",
        r"what(?:'s| is| are| seems?| was| were|s|)? (?:\w+ ){0,4}?(?:wrong|the (?:exact )?(?:problem|issue|trouble|fault|matter|symptoms?)|going on|happening|not working|up with|problems?|issues?|trouble|symptoms?|acting up|playing up|broken|giving you grief|bothering|troubling)(?! (?:when|after|if|once|is solved|resolved))(?: \w+){0,4}",
        rf"(?:which|what) (?:kind of |sort of |type of |exact )?(?:{_WORSE}|symptoms?)(?: \w+){{0,5}}",
        r"(?:where|how)(?:'s| is| does) (?:the )?(?:trouble|problem|issue) (?:lie|show|exactly|manifest)(?: \w+)?|how does (?:it|this|the (?:problem|issue|fault)) (?:show|manifest|look)(?: \w+){0,2}",
        r"what (?:exactly |actually )?(?:isn'?t|is not|doesn'?t|does not|stopped|won'?t|fails?)(?! (?:when|after|if|once))(?: \w+){0,3}?(?: work\w*)?",
    ),
    entry(
        Key.SYMPTOM, Form.NOUN,
        rf"(?:beschreib\w*|schilder\w*|erklaer\w*|erzaehl\w*|describe|explain|elaborate(?: on)?|outline|detail|details? (?:of|about|on|zu[rm]?|ueber)|describing|more about|mehr (?:ueber|zu[rm]?)|specifics of|describes|beschreibung|schilderung|description of|infos? zu[rm]?|angaben zu[rm]?)(?: \w+){{0,5}}? (?:{_WORSE}|symptome?|symptoms?|concerns?|anliegen|fehlerbild|was|los|nicht|what|wie|how|happening|going on|situation)(?: \w+){{0,4}}",
        rf"{_WORSE}(?: \w+){{0,5}}? (?:beschreib\w*|schilder\w*|erlaeuter\w*|erklaer\w*|describe|in (?:more |a bit more )?detail)",
        r"(?:inform|tell|message) (?:us|me) (?:on|about|of|more about) (?:your|the) (?:issue|problem|trouble)\w*",
        r"fehlerbild\w*|fehlerbeschreibung|stoerungsbild|problembeschreibung|stoerungsbeschreibung|your (?:exact )?(?:symptoms|problem|issue)(?= in (?:a bit|more|some)? ?(?:more )?detail)|symptome?n?|symptoms",
    ),
    entry(
        Key.SYMPTOM, Form.STATE,
        r"(?:\w*abbr(?:uech|ich|och|ech)\w*|abgebrochen|bricht(?: \w+){0,6}? (?:ab|weg|zusammen)|drop(?! (?:us|me|it|in|by|a)\b)(?:s|ping|ped|outs?)?(?: (?:out|off))?|cut(?:s|ting)? (?:in and )?out|disconnect\w*|unterbrech\w*|unterbrochen|aussetzer\w*|instabil\w*|unstable|intermittent\w*|flaky|com(?:es|ing) and go(?:es|ing)|verbindung(?: \w+){0,3} (?:verlier\w*|weg)|wackelig)",
        about="drops",
    ),
    entry(
        Key.SYMPTOM, Form.STATE,
        r"(?:(?:zu |sehr |nur |so |bloss |einfach )?langsam\w*|slow(?:er|ly|ing)?(?: speeds?)?|lahm\w*|kriecht|crawling|sluggish|schleppend|ruckel\w*|buffering)",
        about="slow",
    ),
    entry(
        Key.SYMPTOM, Form.STATE,
        r"(?:(?:gar |ueberhaupt )?kein\w* (?:\w+ )?(?:internet\w*|verbindung|sync\w*|netz|signal|dsl[- ]?\w*)|(?:no|any) (?:\w+ )?(?:internet|connection|sync|service|signal)(?: at all)?|(?:komplett|ganz|voellig|total|completely|totally|fully|entirely) (?:weg|tot|ausgefallen|offline|down|dead|out|off)|in sync|synchronis\w*|synchron\b|sync(?:ing|hroni[sz]\w*)?|komplettausfall|totalausfall|geht (?:gar|ueberhaupt) (?:nichts|kein \w+))",
        about="no sync",
    ),
    entry(
        Key.SYMPTOM, Form.STATE, rf"{_LAMP}|(?:blinkt|blinken|flashing|blinking|leuchtet|leuchten|lit)",
        about="lamp",
    ),
    entry(
        Key.SYMPTOM, Form.STATE, r"rausch\w*|knack\w*|crackl\w*|noise|noisy", about="noise",
    ),
    entry(
        Key.SCOPE, Form.STATE,
        rf"(?:alle|allen|saemtliche[n]?|jedem|jedes|mehrere[n]?|verschiedene[n]?|saemtlich|den anderen|andere[nr]?|ander'n|weitere[n]?) (?:deine[nr]? |ihre[nr]? |eure[nr]? |der )?{_DEVICES}|ueberall(?= (?:im haus|in der wohnung|weg|so))",
        rf"(?:nur|bloss|lediglich) (?:(?:auf|an|bei|mit|am|ueber|mit) )?(?:\w+ )?(?:ein\w*|1|dem|am|deinem|ihrem|bestimmte[nms]?) (?:\w+ )?(?:{_DEVICES}|geraet|laptop|handy|pc|rechner|fernseher|tv)|(?:ein(?:em)? einzelne[sn]?|ein bestimmtes|einem bestimmten|einzelne[nm]?) {_DEVICES}",
        rf"(?:all|every|each|several|multiple|other|any other|different|both|more than one|another|every single|everything)(?: (?:of )?(?:your|the|ur))?(?: other)? {_DEVICES}|(?:just|only|single)(?: (?:on|for|with|affecting|happening on))? (?:the |a |your )?(?:one|single|1|specific|particular)(?: \w+)?|one (?:particular |specific |single )?(?:device|computer|laptop|phone)|one or (?:all|several|more|every\w*)|all or (?:just )?(?:one|some)",
        r"(?:everything|all devices|the whole (?:house|home)|anything else) (?:in the house|at home|connected|on the network|affected)",
        about="count",
    ),
    entry(
        Key.SCOPE, Form.EITHER,
        r"(?:nur|only|just|bloss)(?: \w+){1,4} (?:oder|or)(?: \w+){0,2} (?:alles|alle\w*|ueberall|everything|all|everywhere)",
        r"(?:alles|everything|ueberall|everywhere) (?:oder|or) (?:nur|just|only|bloss)",
        about="count",
    ),
    entry(
        Key.SCOPE, Form.WH,
        rf"(?:welche[nsm]?|auf welche[nmr]?|bei welche[nmr]?|an welche[nmr]?|mit welche[nmr]?|wie ?viele) {_DEVICES}(?: \w+){{0,4}}? ?(?:ist|sind|betroffen|betrifft|tritt|treten|haben (?:das|dieses|problem\w*|schwierigkeiten|kein\w*|aussetzer)|macht|machen|problem\w*|geht|gehen|funktionier\w*|streik\w*|spinn\w*)",
        rf"(?:which|what|how many)(?: of your| of the)? {_DEVICES}(?: \w+){{0,4}}? (?:affected|impacted|having|have (?:the|this|these|problem|issue)\w*|has (?:the|this)|issues?|problem\w*|acting|slow|dropping|happen\w*|not working|see)",
        about="count",
    ),
    entry(
        Key.SCOPE, Form.STATE,
        rf"(?:(?:over|on|per|via|ueber|im|mit|with|using) (?:\w+ )?)?{_WIRELESS}(?:[ -]\w+)?(?:,)?(?: \w+){{0,4}}? (?:oder|or|vs\.?|und|and|als auch|wie|versus|as well as|/)(?: \w+){{0,4}}? {_WIRED}(?: \w+)?|{_WIRED}(?:[ -]\w+)?(?:,)?(?: \w+){{0,4}}? (?:oder|or|vs\.?|and|und|als auch|versus)(?: \w+){{0,4}}? {_WIRELESS}",
        rf"(?:nur|bloss|only|just|auch|also|too|ueber|per|via|mit|im|on|over|with|using|through|by)(?: (?:dem|der|das|ein\w*|your|the|a|an))* (?:{_WIRELESS}|lan\b(?:[- ]?kabel)?|netzwerkkabel|ethernet(?: cable)?|wired(?: connection)?|(?:kabel|cable)(?=\?| (?:auch|genauso|besser|verbunden|angeschlossen|direkt|probiert|getestet|too|as well|instead|connection))|kabelverbindung|wire)(?: \w+)?",
        r"(?:hard-?wired|kabelgebunden|wired|verkabelt|wirelessly|wireless|kabellos) (?:or|oder|verbunden|verbindung)|(?:connected|connecting|checking|test(?:ed|ing)?|hooked up|verbunden|using it) (?:\w+ ){0,3}?(?:wired|hard-?wired|wirelessly|wireless|kabellos)|are you (?:\w+ )?(?:wired|hard-?wired|wireless)|hard-?wired(?=\?)|(?:connected|verbunden|hooked up) (?:to|with|mit|zum|via|ueber) (?:\w+ )?(?:wi-?fi|w-?lan)|(?:from|over|on|with|via|ueber) (?:a |the |your |an? )?(?:wired|hard-?wired|kabelgebundene\w?) (?:connection|line|verbindung)|wired in",
        r"(?:ein\w*|das|dem|a|an|the) (?:lan|netzwerk|ethernet)[- ]?(?:kabel|cable)? (?:nehm\w*|nutz\w*|benutz\w*|verwend\w*|anschliess\w*|einsteck\w*|dranhaeng\w*)|(?:use|try|plug in|hook up|connect) (?:an? |the |your )?(?:lan|network|ethernet)(?: cable)?",
        r"(?:direkt|directly) (?:\w+ )?(?:mit|per|via|into|to|an|am|with|by) (?:\w+ )?(?:kabel|lan\w*|cable|ethernet|dem router|the router|router)",
        about="medium",
    ),
    entry(
        Key.ERROR_CODE, Form.NOUN,
        r"fehler[- ]?(?:codes?|nummern?|meldung\w*|kennung|text\w*|nr\.?|anzeige|ziffer)|error[- ]?(?:codes?|messages?|numbers?|msg|text|meldung|no\.?)|stoerungscode|statuscode|status code|fault code|f-code",
        r"(?:genaue[nr]? |exact )?(?:wortlaut|wording) (?:der|of the) (?:meldung|fehlermeldung|error|message)",
    ),
    entry(
        Key.ERROR_CODE, Form.WH,
        r"(?:welche[nrs]?|was fuer(?: ?(?:ei)?n(?:e[nmrs]?)?)?) (?:genaue? )?(?:meldung|fehler|error|code|hinweis|warnung|zahl\w*)(?: (?:wird|kommt|erscheint|steht|zeigt|siehst|sehen|bekommst|bekommen|kriegst|genau|auf|im|in|dir|ihnen|du|sie|hast|haben)){1,3}(?: \w+){0,3}",
        r"(?:which|what)(?:'s| is| does)? (?:the |exact |kind of )*(?:error|code|message|warning)(?! (?:from|did we|do we))(?: \w+){0,5}",
        r"was (?:genau )?(?:steht|zeigt|meldet|sagt|wird)(?: \w+){0,5}? (?:display|bildschirm|fehler\w*|meldung|oberflaeche|anzeige|router|app|angezeigt|an)(?= ?(?:[?!.,]|$|an\b|genau))",
        r"what does (?:the |it |your )(?:screen|display|error|message|router|page|router page|app)? ?(?:say|show|read|display)(?! (?:on|under) (?:the )?(?:sticker|label|back|bottom))(?: \w+){0,4}",
    ),
    entry(
        Key.ERROR_CODE, Form.STATE,
        r"(?:siehst|sehen|bekommst|bekommen|kriegst|kommt|erscheint|gibt|wird) (?:du|sie|ihr|es|dir|ihnen|da|eine|irgendeine|ein)(?: \w+){0,4}? (?:fehler\w*|error\w*|meldung|code)(?: \w+){0,2}",
        r"(?:do you|are you|is there|does it|did you|is it)(?: \w+){0,5} (?:an? |any )?(?:error|errors|error code|error message|code|warning)(?: \w+){0,3}",
    ),
    entry(
        Key.WANTED, Form.WH,
        r"was (?:genau |denn |konkret )?(?:waere?|ist) (?:denn |genau |eigentlich )?(?:dein|ihr|euer|deine|ihre|dir|ihnen|euch) (?:\w+ ){0,3}?(?:wunsch|anliegen|ziel|loesung|am liebsten|lieber|erwartung|wunschloesung|idealfall|vorstellung)(?: \w+){0,2}",
        r"was (?:genau |denn )?(?:moechtest|moechten|wuenschst|wuenschen|willst|wollen|erwartest|erwarten|haettest|haetten|stellst|stellen|schwebt|wuerdest|wuerden|brauchst|sollen|soll|koennen|kann|duerfen|darf)(?: (?:du|sie|ihr|wir|ich|dir|ihnen|euch|da))(?! (?:sehen|alternativ|solange|bis dahin|schon mal))(?: \w+){0,8}",
        r"(?:wie|womit|wobei) (?:kann|koennen|koennte|koennten|darf|duerfen|duerfte) (?:ich|wir)(?: (?:dir|ihnen|euch))?(?: (?:denn|heute|am besten|konkret|genau))*(?: (?:weiterhelfen|helfen|unterstuetzen|behilflich(?: sein)?|dienen|(?:et)?was gutes tun))(?! (?:sonst|noch))",
        r"what (?:would|do|did|are|were|is|'s|can|could|should|may|shall|outcome|resolution|solution|exactly|wld)(?: (?:you|u|we|i|it|your|the|exactly))*(?: (?:be))? ?(?:like|want\w*|looking|hoping|after|expect\w*|prefer\w*|need from|do for|do to|ideal|wish|do about|goal|request|desired|hope|help|preferred|wished)(?! (?:to do|us to do)? ?(?:else|next time))(?: \w+){0,6}",
        r"what (?:exactly |else )?(?:do|can|would) (?:you|u) (?:need|require|expect|want) (?:from|of) us|how (?:you would|you\'d) like us to(?: \w+)?|how would you like us to \w+|wie (?:kann|koennen) (?:ich|wir) (?:dich|sie|euch|das)(?: \w+){0,3} (?:gluecklich|zufrieden|gutmachen|machen)|how (?:can|may|could|might|would you like us to(?: \w+)?|should|shall|do you want us to|do you want) (?:we|i|us|this|it)?(?: (?:best|possibly))? ?(?:help|assist|be of|make (?:this|it|things)|fix things|put this|sort|resolved?|handled?|support|proceed|to proceed)(?! you (?:further|more))(?: \w+){0,4}",
        r"(?:would|do|wld) (?:you|u) (?:rather|prefer|like|want)(?! (?:me|us) to|to (?:continue|talk|chat|dm|join|know|share|try)|to,? i|i )(?: \w+){0,8}? (?:or|refund|replacement|credit|cancel\w*|exchange|compensation|money back)(?: \w+){0,3}",
        r"(?:lieber|eher) (?:ein\w* |den |die |das )?(?:\w+ )?oder (?:\w+ ){0,2}(?:gutschrift|erstattung|austausch|ersatz\w*|kuendig\w*)|(?:gutschrift|erstattung|austausch\w*|ersatz\w*|kuendigung|refund|replacement|credit|repair) (?:oder|or) (?:\w+ ){0,3}(?:gutschrift|erstattung|austausch\w*|ersatz\w*|kuendigung|refund|replacement|credit|repair|cancel\w*|techniker\w*)",
        r"(?:welche|what|which) (?:loesung|erwartung\w*|vorstellung\w*|wuensche?|entschaedigung|solution|resolution|outcome)(?: \w+){0,5}|what would be (?:a |an |the )?(?:fair|good|ideal|best|acceptable)(?: \w+){0,3}|what would (?:make|put) (?:this|it|things) right|wie (?:stellst|stellen) (?:du|sie) (?:dir|sich)(?: \w+){0,5}",
    ),
    entry(
        Key.WANTED, Form.NOUN,
        r"(?:dein|ihr|euer|deinen|ihren|eure|deine|ihre) (?:genaues |konkretes |genauen )?(?:wunsch|anliegen|wunschloesung|erwartung)|(?:your|the) (?:desired|preferred) (?:outcome|solution|resolution)",
    ),
    entry(
        Key.WANTED, Form.STATE,
        r"(?:moechtest|moechten|willst|wollen|haettest|haetten) (?:du|sie|ihr)(?: \w+){0,8}? (?:oder|gutschrift|erstattung|kuendig\w*|ersatz\w*|austausch|geld zurueck)(?: \w+){0,4}",
    ),
)  # fmt: skip
