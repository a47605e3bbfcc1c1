"""What is wanted, in a few fixed words."""

import re
from collections.abc import Iterator

from hilft.memory.model import Found, Key
from hilft.memory.reading.text import Text

_ASK = r"(?:ich |wir |i |we )?(?:möchte[n]?|will|wollen|hätte[n]? (?:gerne?|ich)|würde[n]? (?:\w+ ){0,3}|brauche[n]?|benötige[n]?|bitte um|verlange|fordere|erwarte|bestehe auf|wünsche|want|would like|i'd like|'d like|need|demand|expect|request(?:ing)?|asking for|can i (?:get|have)|could i (?:get|have)|can you|could you|können sie|könnt ihr|kann ich|könntet ihr|please|pls|plz|bitte|give me|gebt mir|schickt)"
_WISHES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (value, re.compile(pattern))
    for value, pattern in (
        ("call back", r"\b(?:ruft? (?:mich|uns|\w+) (?:\w+ ){0,6}?(?:an|zurück)|rufen sie (?:mich|uns) (?:\w+ ){0,6}?(?:an|zurück)|(?:um |bitte )(?:einen? |euren |ihren )?(?:baldigen |dringenden )?(?:rückruf|anruf)|rückruf (?:bitte|erbeten|erwünscht)|bitte (?:\w+ ){0,4}(?:anrufen|zurückrufen|rückrufen)|(?:kann|könnte) mich (?:\w+ ){0,4}(?:anrufen|zurückrufen)|möchte (?:\w+ ){0,3}(?:angerufen|zurückgerufen) werden|(?:please|pls|can (?:you|someone|somebody)|could (?:you|someone)|need (?:you|someone) to|want (?:you|someone) to) (?:\w+ ){0,3}(?:call|ring|phone) (?:me|us)(?: back)?|(?:^|[.!] )(?:call|ring) me\b|give me a (?:call|ring)|request a call ?back|want a call ?back|need a call ?back|would like a call ?back)"),
        ("cancel the contract", r"\b(?:(?:möchte|will|werde|wollen|würde|kann ich|muss|hiermit)[^.!?\n]{0,60}?\bkündig\w*|kündige (?:\w+ ){0,5}(?:vertrag|anschluss|fristlos|hiermit|sonder)|sonderkündigung\w*|außerordentlich\w* künd\w+|(?:want|need|going|like|have|trying|about|ready|would) to (?:\w+ )?(?:cancel|terminate)(?! (?:the |my |an? )?(?:order|appointment|paper))|(?:please |can you |how do i |can i |i'm |will be )(?:cancel|cancell?ing|terminate)(?! (?:the |my |an? )?(?:order|appointment))|early termination|leave (?:you|your company|sprint|verizon))"),
        ("refund", rf"\b(?:{_ASK}[^.!?\n]{{0,60}}?\b(?:gutschrift|erstattung|rückerstattung|geld (?:\w+ ){{0,4}}zurück|entschädigung|minderung|schadensersatz|schadenersatz|refund(?:ed)?|money (?:\w+ ){{0,4}}back|reimburse\w*|compensat\w+|credit(?:ed)?(?! card)|bill credit)|(?:when|wann)[^.!?\n]{{0,40}}\b(?:refund|gutschrift|erstattung|credit(?:ed)?|geld zurück)\b|rechnung (?:\w+ )?mindern|wer (?:zahlt|erstattet)|(?:waiting|still waiting|warte) (?:\w+ ){{0,4}}(?:for|on|auf) (?:\w+ ){{0,3}}(?:refund|gutschrift|erstattung))"),
        ("technician", rf"\b(?:{_ASK}[^.!?\n]{{0,50}}?\b(?:techniker(?:termin)?|monteur|(?:send|schedule|have|get)? ?(?:an? |out )*(?:engineer|technician)|tech (?:out|visit))\b|(?:schickt|schicken sie)[^.!?\n]{{0,30}}(?:techniker|jemanden|monteur)|send (?:\w+ ){{0,2}}(?:engineer|technician|tech|someone|somebody))"),
        ("another device", rf"\b(?:{_ASK}[^.!?\n]{{0,50}}?\b(?:(?:neue[ns]?|anderen?|new|replacement|another|different) (?:router|modem|gerät|receiver|box|hub|phone|handy|sim)|austauschgerät|ersatzgerät|ersatzrouter|router[- ]?(?:tausch|austausch)|gerätetausch|replacement|sim[- ]?karte)\b|(?:send|schickt) (?:me|mir|us|uns)? ?(?:a|an|einen?|ein)? ?(?:new|neue[ns]?|replacement) )"),
        ("another tariff", rf"\b(?:{_ASK}[^.!?\n]{{0,50}}?\b(?:tarif(?:wechsel)?(?! läuft)|upgraden?|downgraden?|hochstufen|höhere geschwindigkeit|schnellere(?:n|s)? (?:leitung|internet|tarif)|change (?:my |our )?(?:plan|package|tariff)|(?:better|cheaper|faster|new) (?:plan|deal|package|tariff)|upgrade)\b(?! (?:to )?(?:the )?(?:iphone|galaxy|phone)))"),
        ("move house", r"\b(?:ich ziehe (?:\w+ ){0,4}um|wir ziehen (?:\w+ ){0,4}um|umzug (?:melden|anmelden|mitnehmen|beauftragen|steht)|wegen (?:\w+ )?umzugs?|(?:i'm|we're|i am|we are) moving (?:\w+ )?(?:house|home|to|out|address|next|soon|on)|moving house|(?:transfer|move) my (?:service|line|internet|account))"),
        ("cancel the order", r"\b(?:(?:bestellung|auftrag|order|appointment|termin) (?:\w+ ){0,2}(?:stornier\w*|widerruf\w*|cancel\w*)|cancel (?:my |the |an? )?(?:order|appointment)|widerruf\w* (?:\w+ ){0,3}(?:vertrag|bestellung)|stornier\w*)"),
        ("speak to a person", r"\b(?:(?:mit|to|with) (?:einem |einer |'nem |an? |real |echten? |jemandem?|some(?:one|body)|actual |live )*(?:menschen|mitarbeiter(?:in)?|person|human|agent|supervisor|manager|vorgesetzten|representative|someone|somebody|jemand(?:em)?) (?:sprechen|reden|verbunden|telefonieren)|(?:get in (?:touch|contact) with|contact) (?:someone|somebody|a (?:human|person|manager|supervisor))|(?:want|need|like|can i|could i|please|trying) (?:to )?(?:speak|talk) (?:to|with) (?:\w+ ){0,2}(?:someone|somebody|human|person|agent|supervisor|manager|representative)|wo erreiche ich (?:euch|sie|jemand\w*|einen))"),
        ("when it is fixed", r"\b(?:wann (?:\w+ ){0,5}(?:wieder|behoben|geht|funktioniert|läuft|repariert|gelöst|entstört|kommt)|bis wann|wie lange (?:\w+ ){0,4}(?:dauer\w*|noch)|when (?:\w+ ){0,4}(?:be (?:fixed|back|resolved|restored|up|working)|going to|come back|fix|you fix|coming back)|how (?:much )?long(?:er)? (?:\w+ ){0,4}(?:take|until|before|be|down|will)|\beta\b|any (?:update|news|idea when)|(?:gibt es|gibt's|habt ihr) (?:\w+ )?(?:neuigkeiten|ein update|schon was|infos))"),
        ("unlock the phone", r"\bunlock (?:\w+ ){0,3}(?:phone|iphone|device|handset)|(?:phone|iphone|device) unlocked"),
        ("keep the number", r"\b(?:rufnummer(?:n)?mitnahme|portier\w*|nummer (?:\w+ )?mitnehmen|port(?:ing)? (?:my |in |out |the )?(?:number|line)|keep my (?:phone )?number|pac code)"),
        ("explain the bill", r"\b(?:(?:warum|wieso|why|what)[^.!?\n]{0,60}\b(?:rechnung|bill|charge[sd]?|charging|abgebucht|berechnet|invoice|betrag|gebühr|fee)\b|(?:erklär\w*|explain)[^.!?\n]{0,30}(?:rechnung|bill|charge))"),
        ("fix it", r"\b(?:(?:bitte|please|pls|plz|könnt ihr|können sie|can (?:you|someone|we)|could (?:you|someone)|need (?:\w+ ){0,2}to|want (?:\w+ ){0,2}to)\s(?:\w+ ){0,6}?(?:fix(?:ed)?(?! price)|repair(?:ed)?|sort(?:ed)?(?: (?:it|this|out))*|resolve[d]?|entstör\w*|beheb\w*|reparier\w*|in ordnung bringen|kümmert? euch|kümmern)|fix (?:it|this|your|the|my)\b|get (?:it|this) (?:fixed|sorted|resolved)|sort (?:it|this|your \w+) out|behebt (?:das|die|den)|macht (?:\w+ ){0,3}(?:was|wieder ganz)|bringt (?:\w+ ){0,4}in ordnung)"),
    )
)  # fmt: skip
_NOT_WISHED = re.compile(
    r"\b(?:(?:will|möchte|want|wanted|need) (?:\w+ )?(?:nicht|not|kein\w*)|don't (?:want|need)|habe? (?:schon|bereits) gekündigt|ich soll|soll ich|told me to|you (?:said|told|want|asked)|explained to me|couldn't fix|can't fix|asked me to|sie haben)\b"
)


def wanted(text: Text) -> Iterator[Found]:
    """Find what the writer wants, in their own words as detail; what others told them to want is left out."""
    for clause in text.clauses:
        if clause.supposes or _NOT_WISHED.search(clause.words):
            continue
        for value, pattern in _WISHES:
            match = pattern.search(text.low, clause.start, clause.end)
            if match is not None:
                yield Found(Key.WANTED, value, text.piece(clause.start, clause.end), *match.span(), 0.8)
                break
