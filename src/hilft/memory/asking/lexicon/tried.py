"""What customers try: restart, cable, reset, another socket."""

from hilft.memory.asking.lexicon.entry import Entry, Form, entry
from hilft.memory.model import Key

_OFF = r"(?:off|aus)"
_ON = r"(?:on|an|ein|again)"
_POWER = r"(?:strom\w*|netz|stromnetz|netzteil|steckdose|power(?: supply| socket| outlet)?|mains|wall|plug|stecker|netzstecker|stromstecker|stromkabel|power cable|power cord|power lead)"
_CABLE = r"(?:[\w-]*kabel\w*|coax\w*|cables?|cords?|leads?|wir(?:es?|ing)|verkabelung\w*|patch ?kabel|splitter|steckverbindung\w*|connections|connectors?|anschluesse|stecker|plugs)"
_LOOK = r"(?:pruef\w*|ueberpruef\w*|geprueft|ueberprueft|kontrollier\w*|check\w*|(?:nach|ge)?schau\w*|nach(?:ge|zu)?seh\w*|gucken?|guckst|fest\w*|sitz\w*|locker\w*|lose|loose|tight\w*|secure\w*|seated|reseat\w*|firmly|properly|snug\w*|richtig|korrekt|eingesteckt|einstecken|angeschlossen|angesteckt|eingerastet|inspect\w*|make sure|verify|wackel\w*|jiggle|connected|plugged(?: in)?|wobbl\w*|steck\w*|umgesteckt|nachgedrueckt|damage[ds]?|ok|okay|in ordnung|alright|beschaedigt|geknickt|defekt\w*)"
_SWAP = r"(?:(?:aus|um|ge|(?:aus|durch|um)(?:ge|zu)?)?tausch\w*|(?:ge)?wechsel\w*|auswechsel\w*|ausgewechselt|swap\w*|replac\w*|chang\w*|ander\w*|neues|different|another|other|new|spare|zweite\w*|second|ersetz\w*)"
_SOCKET = r"(?:\w*(?:steck|wand|anschluss|telefon|antennen|kabel|multimedia|test|tae)[- ]?dosen?|\w*dosen?|tae|buchse\w*|sockets?|outlets?|(?:wall |phone )?jacks?|wall plates?|wall points?|phone points?)"

TRIED: tuple[Entry, ...] = (
    entry(
        Key.TRIED_RESTART, Form.ACT,
        r"neu ?(?:zu ?)?(?:ge)?start\w*|neustart\w*|neu ?(?:ge|zu)?boot\w*|(?:re|durch)boot\w*|gerebootet|durchgestartet|durchstarten|re-?start\w*|re-?boot\w*|power ?-?cycl\w*|kaltstart|start\w* (?:\w+ ){0,8}?neu(?! an)|boot\w* (?:\w+ ){0,4}?neu",
        r"(?:aus|off)-?(?:ge|zu)?(?:schalt\w*|gemacht|machen|knips\w*)?(?:,? (?:und|and|&|,|-))? ?(?:then |kurz |dann |wieder |nach \w+ \w+ |danach |anschliessend |back |warten und |wait \w+ ?(?:\w+ )?(?:and |then )?)*(?:und )?(?:wieder )?(?:an|ein|on)(?:ge|zu)?(?:schalt\w*|gemacht|machen|knips\w*|steck\w*)?",
        r"off and (?:back )?on(?: again)?",
        rf"(?:vom|aus der|von der|aus dem|ohne) {_POWER}(?! weg)(?: \w+){{0,5}}?(?: (?:ge)?(?:nehm\w*|nomm\w*|trenn\w*|zieh\w*|zogen|lass\w*|war))?",
        r"(?:stecker|netzstecker|stromstecker|netzteil|stromkabel|netzkabel)(?: \w+){0,8}? (?:(?:raus|heraus|ab|aus)?(?:ge)?(?:zieh\w*|zieht|zogen|zuziehen|rausgezogen|rauszieh\w*|raus|gezogen|ziehst|trenn\w*))",
        r"(?:zieh|zieht|ziehst|ziehen|zupf|rupf)\w*(?: \w+){0,8}? (?:\w*stecker|netzteil|stromkabel|netzkabel|router|strom)(?: \w+){0,3}",
        r"stromlos\w*(?: \w+)?|strom(?: \w+){0,5} weg(?:nehm\w*|genommen)?",
        r"(?:turn|switch|power|shut|flick)(?:ed|ing|s)?\b(?: \w+){0,6}? (?:off|down)(?! (?:the |your )?(?:wifi|wi-fi|wlan|vpn|firewall|airplane|data|bluetooth))(?: and (?:back )?on)?",
        rf"un-?plug\w*(?! (?:\w+ ){{0,4}}(?:coax|cable(?! modem| box)|cord|lead))|(?:pull|disconnect|remov|tak|cut|kill|yank|pop|yeet|rip|whip)\w*(?: \w+){{0,6}}? {_POWER}|plug(?:ged)? (?:it|the \w+) (?:out|back in)|(?:disconnect|tak)\w*(?: \w+){{0,4}}? (?:from|off) (?:the )?{_POWER}",
        r"(?:aus|ab)(?:ge|zu)?schalt\w*|(?:router|box|modem|geraet|kiste|ding|ihn|sie|den|es)(?: \w+){0,4}? aus(?:ge|zu)?steck\w*|ausgemacht|auszumachen|(?:schalt|mach)\w*(?: \w+){0,12}? aus(?! und)|(?:router|fritz ?box|kiste|modem|geraet)(?: \w+){0,4}? aus\b|(?:router|modem|hub)(?: \w+){0,2} off",
        r"(?:runter|herunter|hoch)(?:ge|zu)?fahren",
    ),
    entry(
        Key.TRIED_RESET, Form.ACT,
        r"(?:zu)?rueck(?:ge|zu)?setz\w*|zuruecksetzen|zurueck ?(?:ge|zu)?setz\w*|(?:setz\w*|stell\w*)(?: \w+){0,6}? (?:zurueck|auf werk\w*|in den (?:auslieferung|werk)\w*)",
        r"werks?(?:einstellung\w*|resets?|zustand\w*|zurueck\w*|seinstellung\w*)|auslieferungszustand\w*|auslieferzustand|werkseitig\w*",
        r"re-?set(?:s|t?et|t?ing|t?en|te|tete)?(?: (?:button|taste|knopf|pin|hole))?|ge-?resett?et|zu resetten|factory(?:[- ](?:default\w*|settings?|reset\w*|condition))?|hard[- ]?reset\w*|resetknopf|reset-?(?:taste|knopf|button)|pin ?hole|paper ?clip|bueroklammer\w*|default settings",
    ),
    entry(
        Key.TRIED_CABLE, Form.ACT,
        rf"{_CABLE}(?:(?:,| und| and| -|/)?(?: \w+){{1,8}}?)? {_LOOK}(?: \w+)?",
        rf"(?:sitz\w*|steck\w*|pruef\w*|ueberpruef\w*|kontrollier\w*|check\w*|inspect\w*|reseat\w*|tighten\w*|jiggle|wackel\w*|make sure|schau\w*|secure|verify|look(?:ed)? (?:at|over)|push\w*|plug(?:ged)?|unplug\w*|sind|seat|press\w*)\b(?: [\w-]+){{0,7}}? {_CABLE}(?: (?:are|is|ist|sind|fest|richtig|alle|both|und|gut|nicht|plugged|still|properly|firmly)(?: \w+){{0,4}})?",
        r"(?:alles|everything) (?:\w+ ){0,3}?(?:eingesteckt|angesteckt|verkabelt|angeschlossen|plugged in|connected|wired)(?: \w+)?|(?:is|ist) (?:everything|alles)(?: \w+){0,2} (?:plugged in|connected|eingesteckt|angeschlossen|verkabelt)",
        about="seat",
    ),
    entry(
        Key.TRIED_CABLE, Form.ACT,
        rf"{_SWAP}(?: [\w-]+){{0,3}}? {_CABLE}(?! (?:in|zum|von|to) (?:der|die|receiver|tv))",
        rf"{_CABLE}(?: [\w-]+){{0,4}}? (?:(?:aus|um|ge|(?:aus|durch|um)(?:ge|zu)?)?tausch\w*|(?:ge|aus)?wechselt?\w*|swap\w*|replac\w*|chang\w*|ausgewechselt|ersetz\w*)",
        about="swap",
    ),
    entry(
        Key.TRIED_CABLE, Form.ACT,
        r"(?:what about|how about|was ist mit|wie sieht es mit|wie siehts mit) (?:den|dem|the|your|deinen|ihren) (?:\w*kabeln?|cables?|verkabelung)(?: \w+)?",
    ),
    entry(
        Key.TRIED_OTHER_SOCKET, Form.ACT,
        rf"(?:ander\w*|andre\w?|zweit\w*|weiter\w*|naechst\w*|different|another|other|second|2nd|test|master|main|alternat\w*|erste\w*|1|separate|next)\b\.?(?: [\w-]+)?(?: [\w-]+)? ?{_SOCKET}(?: \w+)?",
        rf"{_SOCKET}(?: \w+){{0,3}}? (?:ge|aus)?(?:wechsel\w*|tausch\w*|swap\w*|chang\w*)(?: \w+)?|(?:wechsel\w*|tausch\w*|swap\w*|switch\w*|chang\w*|try|tried|trying)(?: \w+){{0,3}} {_SOCKET}",
        r"ander\w* (?:zimmer|raum)(?: \w+){0,4} (?:dose|steckdose|tae)\w*|(?:another|different|other) room(?= \w+ \w+ (?:socket|jack|outlet))",
        r"test ?sockets?|master ?sockets?|testdose|woanders (?:ange|ein)\w*|(?:different|another|other) (?:wall )?(?:port|point) in the wall",
    ),
)  # fmt: skip
