"""What a sentence does: ask, or thank, offer, repeat, forbid, explain. Told by the marker that governs a thing."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a marker says about what follows it."""

    ASKS = "asks"
    REQUESTS = "requests"
    TELLS = "tells"
    FORBIDS = "forbids"
    WONDERS = "wonders"
    "Asks when, where, why or how often: of a thing known, something new."


@dataclass(frozen=True, slots=True)
class Marker:
    act: Act
    start: int
    end: int


_VERB = (
    r"schick\w*|send\w*|schreib\w*|nenn\w*|sag\w*|gib|gebt|geben|teil\w*|verrat\w*|verraet\w*|mail\w*|uebermitt\w*|hinterlass\w*|reich\w*|"
    r"poste|funk\w*|trag\w*|tipp\w*|diktier\w*|ergaenz\w*|bestaetig\w*|pruef\w*|ueberpruef\w*|schau\w*|guck\w*|check\w*|probier\w*|versuch\w*|mach\w*|tu\b|tun\b|"
    r"haeng\w*|start\w*|boot\w*|zieh\w*|nehm\w*|nimm|trenn\w*|schalt\w*|steck\w*|tausch\w*|wechsel\w*|setz\w*|drueck\w*|beschreib\w*|schilder\w*|erzaehl\w*|erklaer\w*|lies|lest|lesen|"
    r"kontrollier\w*|test\w*|stell\w*|fuehr\w*|halt\w*|reset\w*|reboot\w*|restart\w*|klemm\w*|schliess\w*|rueck\w*|droppe?n?|knall\w*|hau\w*|pack\w*|jag\w*|leg\w*|spuck\w*|verbind\w*|geh\w*|melde\w*"
)
_DO = (
    r"send|give|tell|dm|pm|drop|pop|shoot|share|message|provide|ping|email|text|confirm|supply|forward|state|advise|specify|include|verify|reply|pass|"
    r"restart|reboot|reset|power|turn|switch|unplug|plug|pull|try|check|swap|replace|connect|disconnect|describe|explain|make|do|go|press|hold|push|perform|run|test|"
    r"reseat|tighten|inspect|look|see|cycle|write|say|list|note|put|fill|enter|let|help|remind|get|use|take|move|change|factory|attach|elaborate|grab|chuck|fire|sling|bung|stick|hit|read|factory-reset|hard-reset|power-cycle"
)
_SELF = r"(?:ich|wir|unser\w*|kolleg\w*|i|we|our (?!dms?\b|inbox|pms?\b)\w+)"
_AM = r"(?:'ll|'m|'ve|'d|'re|ll|ve)"

_MARKERS: tuple[tuple[Act, str], ...] = (
    # -- forbidding, or saying that something is not needed
    (Act.FORBIDS, r"(?:brauch\w*|muss\w*|muess\w*|sollt\w*) (?:(?:du|sie|ihr|mir|uns|ich|wir|es|den|die|das|ihn|dafuer|nun|jetzt) )*(?:\w+ ){0,4}?(?:nicht|kein\w*)"),
    (Act.FORBIDS, r"(?:nicht|kein\w*) (?:mehr )?(?:noetig|notwendig|erforderlich|noch ?mal|nochmal|noch einmal|erneut|wieder)"),
    (Act.FORBIDS, r"(?:there(?:'s| is) )?no need (?:to|for)|(?:you )?(?:do not|don'?t|dont|needn'?t|won'?t|shouldn'?t|never|will not)(?: (?:need|have|worry|bother|ever|want))*(?: (?:to|about|with))?|without (?:having|needing) to|instead of|rather than|anstatt|statt|nie(?:mals)?|never|not necessary|bitte (?:nichts?|(?:hier )?(?:nicht|keine\w?|niemals))|(?:hier|oeffentlich|bitte hier) keine\w*|keinesfalls|auf keinen fall|don'?t ever|avoid|(?:poste|veroeffentlich\w*|teile?n?|schreib\w*|nenn\w*|schick\w*)(?: sie)?(?: bitte)? (?:\w+ ){0,3}?(?:keine\w?|nicht|niemals|nie)"),
    # -- needs and wishes of ours that ask
    (Act.ASKS, rf"{_SELF}{_AM}?(?: (?!no\b|don'?t|not\b|nicht|kein|never|if\b|wenn|can\b|kann)\w+){{0,3}}?(?: (?:brauche?n?|benoetige?n?|braeuchten?|bitten?|moechten?(?= (?:dich|sie|noch|gern|kurz|wissen))|need(?!n)|require|needing|would like(?= (?:to know|you|your|to ask|to have|to get))|like(?= (?:to know|you to))|love(?= (?:to know|you to|your))|were wondering|was wondering|wonder(?:ing)?|am wondering|are missing|missing|want(?= (?:to know|you to))|suchen|vermisse\w*|ask\b|request|have to ask|must ask|muss|muessen(?= \w+ (?:wissen|fragen))|haetten?|wuesste\w*|wuerden?(?= (?:gern\w*|noch) (?:wissen|erfahren|deine|ihre))|frag\w*))"),
    (Act.ASKS, r"(?:brauche?n?|benoetige?n?|braeuchten?|haetten?|wuesste\w*|bitten?|fehlt|fehlen|muessten?|muss|muessen|wuerden?(?= (?:ich|wir) (?:gern\w*|noch)))(?: (?:ich|wir|mir|uns))(?: (?:noch|nur|bitte|dann|dafuer|gern\w*|von dir|von ihnen|dich|sie|um))*"),
    (Act.ASKS, r"(?:gefragt|erforderlich|wichtig|needed|required|missing|outstanding|wanted)(?= ?(?:waere|ist|sind|are|is|:|-|noch|would|,))|(?:fehlt|fehlen)(?: (?:mir|uns|noch|nur|bloss|lediglich|jetzt|leider))*"),
    (Act.ASKS, r"(?:darf|duerfte?n?|kann|koennte?n?|koennen) (?:ich|wir)(?: (?:dich|sie|euch|dir|ihnen|bitte|noch|kurz|mal|um))*(?= (?:\w+[ ,]+){0,7}?(?:haben|bekommen|erfahren|wissen|erfragen|fragen|bitten|kriegen|abfragen|notieren|aufnehmen|stoeren)\b)"),
    (Act.ASKS, r"(?:can|could|may|might) (?:i|we)(?: (?:please|just|also|kindly|quickly|possibly|maybe))*(?: (?:have|get|ask|grab|take|know|trouble|borrow|bother|pinch|confirm|nick|request|verify|double check|see))+(?: you)?(?: (?:to|for|dm|send))?(?:,? (?:if|whether)\b)?|mind (?:if (?:i|we) ask|me asking|telling|sharing|sending|giving|confirming|letting|dropping|checking|trying|restarting|rebooting|unplugging|turning|doing|popping|swapping|resetting|providing|describing|having)"),
    (Act.ASKS, r"(?:i|we)(?:'d| would| should) (?:\w+ )?(?:appreciate|be (?:very |most )?grateful|be obliged)(?: it)?(?: if (?:you|u)(?: could| would| can)?)?|(?:waeren?|sind|bin) (?:wir|ich) (?:dir|ihnen|euch)(?= .{0,70}(?:dankbar|verbunden))|(?:wir|ich) waeren? (?:dir|ihnen|euch)? ?(?:\w+ )?(?:dankbar|verbunden)(?=.{3,})|(?:moechten?|wuerden?|wollen?|wollte) (?:ich|wir)(?: \w+){0,3}? (?:wissen|erfahren|fragen|bitten|nachfragen)"),
    (Act.ASKS, r"(?:ohne|mit) (?:deine\w*|ihre\w*|eure\w*|die|der|einer?)(?= [\w ]{3,60}?,? (?:kann|koennen|koennt\w*|komm\w*|find\w*|geht|wird) (?:ich|wir|es|hier|leider|das))|(?:with|without) (?:your|the|a|an|that|ur)(?= [\w ]{3,50}?,? (?:i|we)(?:'d| can| could| can'?t| cannot| couldn'?t|'ll| won'?t|'m unable))|sobald (?:ich|wir)(?= .{3,60}\b(?:habe|haben|kenne|kennen)\b)|(?:once|as soon as) (?:i|we)(?:'ve|'ll)? (?:have|get|got|receive|know)(?= (?:your|the|a)\b)"),
    (Act.REQUESTS, r"(?:wir|ich) (?:wuerden? (?:dir |ihnen |euch )?)?(?:empfehlen?|raten?|schlagen?)(?: (?:dir|ihnen|euch|vor))*|(?:i|we)(?:'d| would)? (?:recommend|suggest|advise)(?: (?:you|that you|to))*|(?:du|sie|ihr) (?:solltest|sollten|solltet|musst|muessen|muesst|muesstest|muessten)|you (?:should|need to|have to|must|may want to|might want to|could try|can try|ought to|could just|might try)|(?:might|may|could) (?:help|be worth)|(?:waere|ist) es (?:dir |ihnen |euch )?(?:moeglich|machbar|denkbar)(?:,? (?:dass|wenn) (?:du|sie|ihr))?|worth (?:a (?:try|go|shot)|\w+ing)|(?:muesstest|muessten|solltest|sollten|muesst|solltet) (?:du|sie|ihr)|am besten(?! (?:erreich|\w+ ?\?))|als erstes|testweise|probeweise|zur sicherheit|erstmal|zuerst|(?:wuerde|koennte|kann) (?:vielleicht |evtl |eventuell |auch )?helfen"),
    (Act.ASKS, r"(?:need|brauche?n?|benoetige?n?|braeuchten?)(?: noch| just| also)?(?= (?:your|you to|to know|both|a (?:good|contact|phone|callback)|eine|deine|ihre|die|den|noch))|(?:am i|are we|bin ich) (?:speaking|talking|chatting|spreche)(?: (?:to|with))?|(?:spreche|rede) ich (?:da |gerade )?mit|(?:request|ask) you(?: to)?|(?:dms?|pms?|inbox|nachricht|dn|message)(?: us| an uns)?,? (?:with|mit)(?= (?:your|the|deine|ihre|der))|(?:please |kindly )?help (?:us|me) (?:with|by)|slide|yeet|(?:lass|lasst|lassen sie) (?:uns|mich)(?= (?:[\w-]+ ){1,6}wissen)|(?:it|das) (?:would|wuerde) (?:really |uns |mir )?(?:help|helfen)(?: (?:if|wenn) (?:i|we|ich|wir))?(?: had| have| haette\w*)?|may i check(?: that)?(?: i\'m| i am)?(?: (?:speaking|talking) (?:to|with))?|inform (?:us|me)|let (?:me|us) have|erbitte\w*(?: ich| wir)?|have we (?:tried|already)|did we (?:try|already)|(?:can|could|may|might) (?:i|we) know(?:,? (?:if|whether))?"),
    (Act.TELLS, r"drueck\w*(?: \w+){0,2} die daumen|fingers crossed|good luck(?: \w+)?|viel (?:erfolg|glueck)(?: \w+)?|see(?= (?:what|how|where))|schau\w*(?:,)?(?= (?:was|wie|wo|woran)\b)"),
    # -- offers and statements of ours
    (Act.TELLS, r"mit (?:dem|der|deinem|ihrem) \w+ (?:hast|haben) (?:du|sie) (?:alles )?|(?:soll(?:en|te|ten)?|darf|duerf\w*|kann|koenn\w*|moechte\w*|wuerde\w*) (?:ich|wir)|(?:shall|should|can|could|may|might|would|will) (?:i|we)|(?:would|do) (?:you|u) (?:like|want|mind|prefer) (?:me|us|it)(?: to)?(?: if (?:i|we))?|(?:want|need|like) (?:me|us) to|is it (?:ok|okay|alright|all right) (?:if|for)(?: \w+)?|(?:moechtest|moechten|willst|wollen|magst) (?:du|sie|ihr),? (?:dass|das|wenn) (?:ich|wir)|(?:passt|waere) es(?: \w+){0,3},? wenn (?:ich|wir)|lass(?:t|en)? (?:mich|uns|sie mich)(?: \w+){0,3}|let (?:me|us)(?! know| have)(?: \w+){0,2}|allow (?:me|us)(?: \w+){0,3}"),
    (Act.TELLS, r"(?:so(?: that)?|damit|dann|and|und|while|where|therefore) (?:ich|wir|i|we|our \w+)(?: (?:can|could|may|'ll|'m|\w+)){0,3}|(?:um|in order to|so as to)(?= (?:\w+ ){0,5}(?:zu \w+|\w*zu\w+|check|look|locate|help|see))|(?:helps?|help) (?:us|me)(?: \w+)?"),
    (Act.TELLS, rf"{_SELF}(?!'s)(?:{_AM}|)(?: (?!brauch|benoetig|need|bitte\b|please\b|and\b|und\b|what|which|when|where|how\b|was\b|wann|wie\b|or\b|oder\b)[\w']+){{0,3}}"),
    (Act.TELLS, r"(?:hab|habe|haben|hatte\w*|sehe?n?|schicke?n?|starte?n?|pruefe?n?|werden?|setze?n?|melde?n?|notiere?n?|bin|sind|rufe?n?|leite?n?|bestelle?n?|buche?n?|trage?n?|nehme?n?|erkenne?n?|messe?n?|gebe?n?|sende?n?|schaue?n?|checke?n?|schalte?n?|stelle?n?|mache?n?|veranlasse?n?|tausche?n?|kuemmere?n?) (?:ich|wir)\b"),
    (Act.TELLS, r"(?:vielen |herzlichen |besten |lieben |schoenen |tausend )?dank\w*(?! (?:im voraus|vorab))(?: (?:dir|ihnen|euch|fuer|sehr|schoen|auch|schonmal))*|(?:many )?thank(?:s|ing)?(?! in advance)(?: (?:you|u|so much|very much|a lot|again|loads|ever so much|for|mate))*|thx|cheers(?: for)?|merci|appreciate\w*|super,? dass|schoen,? dass|prima,? dass|great that|glad|good to|nice one|perfekt,? dass"),
    (Act.TELLS, r"(?:as|wie|like) (?:you|du|sie|ihr)? ?(?:said|told|mentioned|wrote|described|noted|besprochen|gesagt|geschrieben|gewuenscht|beschrieben|erwaehnt|vereinbart|requested|discussed|agreed)\w*|(?:you|u)(?:'ve| have| had|ve)? (?:already |just |also |kindly |previously |had )*(?:said|mentioned|told|wrote|gave|sent|provided|described|confirmed|stated|reported|noted|tried|restarted|rebooted|reset|did|done|checked|swapped|shared|explained|pointed|are using|use|have (?:a|the|an|already)|listed)|you(?:'ve| have)(?: (?:already|just|kindly|recently))? (?:\w+ed|sent|given|told|done|put|written|said|got)"),
    (Act.TELLS, r"(?:dass|weil|obwohl|that|because|although|since|as) (?:du|sie|ihr|you|u|the|der|die|das)(?= )(?!(?: \w+){0,8} (?:konntest|koennten|wuerdest))"),
    (Act.TELLS, r"(?:du|sie|ihr) (?:hast|haben|habt|hattest|hatten|schriebst|schreibst|schrieben|schreiben|sagtest|sagten|sagst|nanntest|nannten|meintest|meinten|erwaehnt\w*|nutzt|benutzt|nutzen|verwenden|berichte\w*|wohnst|wohnen|bist|sind|seid|findest|finden|koennen (?=.{0,40}(?:finden|einsehen|nachlesen|jederzeit))|kannst (?=.{0,40}(?:finden|einsehen|nachlesen|jederzeit))|sehen|siehst|bekommst|bekommen|erhaeltst|erhalten|muessen (?=nichts))(?! (?:\w+ ){0,2}?schon mal)"),
    (Act.TELLS, r"you(?:'ll| will| can| should be able to| may) (?:find|see|get|receive|also find|hear|locate|view|track|always|then)(?: \w+)?|(?:steht|findest du|finden sie|stehen|befindet sich) (?:\w+ ){0,2}?(?:auf (?:der|deiner|ihrer) rechnung|oben|unten|im kundencenter|in der app)"),
    # -- conditions: the ones that ask politely first
    (Act.REQUESTS, r"(?:wenn|falls|ob|obs) (?:du|sie|ihr)(?= (?:[\w-]+[ ,]+){0,12}?(?:koenntest?|koennten|koennest|kannst|koennen|wuerdest|wuerden|magst|moegen|schickst|schicken|nennst|nennen|gibst|geben|mitteilst|mitteilen|verraetst|verraten|sagst|sagen|schreibst|schreiben|durchgibst|durchgeben)\b)"),
    (Act.REQUESTS, r"if (?:you|u)(?: (?:could|can|would|'d|cud|don'?t mind|wouldn'?t mind|will|were able to|are able to|get a (?:chance|moment)|have a (?:chance|moment|minute|sec|second)|be so kind as to|were to|just|please|would kindly|give us|give me|tell us|tell me|send us|send me|let (?:us|me) know|dm|drop|provide|share|confirm|send|supply))+|once (?:you|u)(?:'ve| have)? (?:send|sent|give|given|provide[d]?|share[d]?|dm|confirm(?:ed)?|tell|told|restart(?:ed)?|reboot(?:ed)?)(?= )"),
    (Act.REQUESTS, r"(?:wenn|falls|sofern|if)(?: (?:du|sie|ihr|you|u|not|nicht|noch nicht|das|den|router|haven'?t|have not|es|der|ihn|already|yet|done so|it|schon|noch))*?(?: (?:haven'?t|have not|hast|haben|not already|noch nicht|nicht schon|didn'?t|did not)){1,3}(?= )(?=[^.!?]{0,60}(?:noch nicht|nicht schon|nicht bereits|haven'?t|have not|already|yet|not done|didn'?t))|if not (?:already|yet|done)|falls noch nicht|wenn noch nicht|sofern noch nicht"),
    (Act.ASKS, r"(?:tell|sag\w*|say|know|wissen|weisst|mitteilen|advise|confirm|check|erinner\w*|remember|wonder\w*|see|verraten|pruefen|fragen|frage|sure)(?: (?:us|me|mir|uns|bitte|kurz|mal|noch|sie|once|again|quickly|please))*,? (?:if|whether|ob)\b"),
    (Act.TELLS, r"(?:if|falls|wenn|sobald|sofern|once|as soon as|unless|in case|solange|until|bis|when (?:you|u|the|we|it)|before (?:you|u|we|the)|bevor|nachdem|after|waehrend|while|wegen|because of|due to|durch den|trotz|despite|anhand|mithilfe|thanks to)\b"),
    # -- plain requests
    (Act.REQUESTS, r"(?:bitte|please|pls|plz|plse|pleas|kindly|pretty please|bidde)\b(?! (?:note that|be advised|be aware|bear with|accept|keep us|beachten|entschuldig\w*|hab\w*|um (?:geduld|verstaendnis|entschuldigung|etwas geduld)|find|rest assured|ignore|disregard|geduld\w*))"),
    (Act.REQUESTS, r"(?:kannst|koenntest|koennten|koennen|koennt|kannste|wuerdest|wuerden|magst|moegen|willst|wollen|wuerdet|koenntet|duerfte|waerst|waeren|traust|schaffst|schaffen) (?:du|sie|ihr)(?: (?:so (?:lieb|nett|freundlich|gut)|bitte|mir|uns|mal|noch|kurz|eben|vielleicht|eventuell|evtl|bereit|die moeglichkeit|gelegenheit|lust|zeit|und))*|(?:kannst|koennst|koenntste|kannste|magste|wuerdste)\b(?= )|mogst|moechtest du (?:mir|uns)|moechten sie (?:mir|uns)"),
    (Act.REQUESTS, r"(?:can|could|would|will|may|cud|wld|cn|able) (?:you|u|ya|yer)(?: (?:please|kindly|just|also|possibly|perhaps|quickly|be able to|maybe|mind|be so kind as to|first|then|try|have a go at|at least))*|are you able to|would it be possible(?: for you)? to|is it possible(?: that)?(?: (?:we|you|i|for you))?(?: (?:can|could|to))?|any chance (?:you|u|of|i|we)(?: (?:could|can|might))?|i'?d ask you to|fancy|have you got|(?:wie waers|wie waer's|wie waere es) (?:wenn|mit)|how about|what about|why (?:not|don'?t you)|have a go at|give (?:it|the|your)"),
    (Act.ASKS, r"(?:hast|haben|habt|hatten|hattest|haste|hamse|haetten|haettest|wurde|wurden) (?:du|sie|ihr|der|die|das|den|dein\w*|es)|(?:haste|hamse|hamma|biste|isses|sinds|gehts|kommste|weisste|weisst du|wissen sie|gibts|gibt es|is(?= (?:der|die|das|des|dei)))\b|(?:bist|sind|seid|warst|waren|nutzt|nutzen|benutzt|benutzen|verwendest|verwenden|siehst|sehen|kommst|kommen|wohnst|wohnen|bekommst|bekommen|merkst|surfst|surfen) (?:du|sie|ihr)\b"),
    (Act.ASKS, r"(?:have|did|do|are|were|had|has|d'?ya|d'?you) (?:you|u|ya|youse)(?: (?:already|tried|tried to|try|actually|by any chance|happen to|ever|had a chance to|got|recently))*|did (?:a|the|your|this|it|rebooting|restarting|any)|(?:has|have) (?:the|your|a|anyone|it|this|all|they|any)|(?:you|u) tried|tried|got (?:a|an|your|the)(?= )"),
    (Act.WONDERS, r"(?:wann|wo|woher|warum|wieso|weshalb|wie (?:oft|lange?|haeufig|viele?|viel|schnell|weit|alt|gross|teuer|lang)|um wie ?viel uhr|when|when's|where|where's|why|how (?:often|long|many|much|far|old|frequently|quickly|fast|big|come|did|does|was|is it going))\b"),
    (Act.ASKS, r"(?:welche[nmrs]?|was(?! (?:\w+ed|not|already|the|a|an|it|that|your|our|sent|done|made|in|on|due|supposed|there|here|just|very|so|going)\b)|wann|wo|wohin|woher|wie(?! (?:folgt|immer|gehabt|gewohnt|bei))|wer|wen|wem|wessen|woran|worum|wodurch|womit|seit wann|wieviel\w*|what|what's|whats|which|when|when's|where|where's|who|who's|whose|how|how's)\b"),
    (Act.ASKS, r"(?:let (?:us|me) know|lmk|tell (?:us|me)|(?:sag|verrat|erzaehl|schreib|meld|gib|schick|nenn|zeig|fuell|send|teil|funk|drop|jag|reich)\w*(?: sie| ihr| du)? (?:mir|uns|mal|bitte|doch|noch|einfach|kurz|deine?\w?|ihre?\w?|den|die|das|eure?\w?|nochmal|schnell|gern\w*|ne|einmal|eben|hier|per|folgende\w*|dazu|also|dann|nun|auch)|her (?:mit|damit)|(?:send|give|dm|drop|pop|shoot|share|message|provide|ping|email|pm|text|pass|tell|supply|forward|chuck|fire|sling|bung|ping) (?:us|me|over|through|across|along|on|your|it|ur|a|the|them|that|with|in|back|both|full|details?))\b"),
    (Act.ASKS, r"(?:waere|waer|ware|would be|wuerde)(?: (?:mir|uns|noch|sehr|super|great|really|a|auch|schon))* (?:hilfreich|gut|toll|super|klasse|prima|wichtig|nett|interessant|helfen|helpful|great|good|useful|handy|lovely|brilliant|ideal|a help|appreciated)|(?:wuerde|would)(?: (?:mir|uns|really|schon|sehr))* (?:helfen|weiterhelfen|help)|interessiert|curious|keen to|interessieren"),
)  # fmt: skip
_ALL = re.compile(
    "|".join(rf"(?P<m{number}>(?<![\w'])(?:{pattern})(?!\w))" for number, (_, pattern) in enumerate(_MARKERS))
)
_FIRST = re.compile(
    rf"^(?:(?:hi|hey|hallo|hello|moin|servus|ok|okay|so|also|dann|then|now|first|zuerst|erstmal|danach|next|jetzt|nun|und|and|einfach|just|also|oder|or|but|aber|alternativ|gerne?|super|gut|alright|right|well|mal|nochmal|again|step|schritt|\d+|[a-z]+ [a-z]+(?=,)|[a-z]+(?=,))[,:.)]? ?[,:-]? ?){{0,3}}(?P<verb>(?!\w+ing\b)(?:{_VERB}|{_DO})(?!\w))(?! (?:ich|wir|didn'?t|did|has|hat|hatte|war|was|is|not|nicht|needed|helped|brachte|geholfen|ohne|worked|done)\b)"
)
_YES_NO = re.compile(
    r"^(?:(?:hi|hey|hallo|hello|ok|okay|so|also|dann|und|and|aber|but|oder|or|gut|alright|now|jetzt|sonst|otherwise|kurze frage|quick question|eine frage|und|denn|well|oh|hm+|\w+(?=[,:]))[,:-]? ?){0,3}?"
    r"(?P<verb>ist|sind|war|waren|steht|liegt|gibt|funktioniert|funktionieren|geht|gehen|laeuft|laufen|leuchtet|leuchten|blinkt|blinken|tritt|treten|betrifft|kommt|kommen|hat|hatte|haben|bricht|brechen|zeigt|ruckelt|"
    r"hilft|klappt|hakt|streikt|spinnt|reicht|haelt|half|brachte|bringt|sitzt|sitzen|stecken|steckt|passiert|verliert|merkst|gilt|wurde|wird|besteht|erscheint|hing|haengt|reagiert|is|are|was|were|isn'?t|aren'?t|does|do|did|didn'?t|has|have|haven'?t|hasn'?t|can|any)\s"
)
_SURE = re.compile(r"(?:ensure|sure|check|verify|sicher|darauf|achten?|pruefen?)\W*$")
_IF = re.compile(r"\b(?:if|whether|ob)$")
_STILL = re.compile(
    r"(?:immer noch|noch immer|weiterhin|nach wie vor|\bstill\b|inzwischen|mittlerweile|jetzt wieder|(?<!right )now\?|any better|besser|better now|resolved|geloest|behoben|fixed|again now)"
)


def markers(sentence: str) -> list[Marker]:
    """Give the markers of a folded sentence from left to right."""
    found = [
        Marker(_MARKERS[int((hit.lastgroup or "m0")[1:])][0], hit.start(), hit.end())
        for hit in _ALL.finditer(sentence)
    ]
    questions = "?" in sentence
    for start, clause in clauses(sentence):
        first = _FIRST.match(clause)
        if first:
            place = start + first.start("verb")
            if not any(marker.start <= place < marker.end for marker in found):
                found.append(Marker(Act.REQUESTS, place, start + first.end("verb")))
            continue
        asks = _YES_NO.match(clause) if questions or start == 0 else None
        if asks and not any(marker.start <= start + asks.start("verb") < marker.end for marker in found):
            found.append(Marker(Act.ASKS, start + asks.start("verb"), start + asks.end("verb")))
    found.sort(key=lambda marker: marker.start)
    return [
        marker
        for before, marker in zip([None, *found], found, strict=False)
        if before is None or marker.act is not Act.TELLS or not _leads(sentence, before, marker)
    ]


def _leads(sentence: str, before: Marker, marker: Marker) -> bool:
    """Whether "tell me if" stands directly before "you have": then that asks, too."""
    led = before.act in {Act.ASKS, Act.REQUESTS} and marker.start - before.end <= 1
    if led and _IF.search(sentence[before.start : before.end]):
        return True
    return (
        before.act is Act.REQUESTS
        and sentence[marker.start :].startswith(("that ", "dass "))
        and bool(_SURE.search(sentence[before.start : marker.start]))
    )


_CLAUSE = re.compile(r"[,;:]|(?<= )(?:und|and|oder|or|aber|but|dann|then|sondern)(?= )|\s-\s|\(|\)")


def ends_clause(text: str) -> bool:
    """Whether a clause ends somewhere in a stretch of a folded sentence."""
    return bool(_CLAUSE.search(text))


def clauses(sentence: str) -> list[tuple[int, str]]:
    """Cut a sentence at commas and conjunctions: (offset, text)."""
    cuts = [0, *(cut.end() for cut in _CLAUSE.finditer(sentence))]
    found: list[tuple[int, str]] = []
    for start, end in zip(cuts, [*cuts[1:], len(sentence)], strict=True):
        piece = sentence[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            found.append((start + lead, piece.strip()))
    return found


def is_about_now(sentence: str) -> bool:
    """Whether a question asks how things are by now, which nobody told before."""
    return bool(_STILL.search(sentence))
