"""Promises that name no time at all: "we'll look into it", "ich gebe Ihnen dann Bescheid". Pure."""

import re

_DE = r"(?:ich|wir|ihnen|dir|euch|sie|dich|dann|da|dazu|noch|auch|wieder|kurz|gerne?|natürlich|einfach|hier|selbstverständlich|auf jeden fall|danach)"
_WILL = r"(?:(?:we|i|they|he|she|someone|somebody|one of us|(?:our|the|my)\s(?:\w+\s)?\w+)(?:['’]?ll|\swill|['’](?:m|re|s)\s(?:gonna|going to)|\s(?:am|are|is)\s(?:gonna|going to))|(?:gonna|will|let me|lemme))"
_ADVERB = r"(?:\s(?:also|then|just|personally|definitely|certainly|gladly|of course|always|\w+ly))*"
_YOU = r"(?:you|u|ya)"
_IT = r"(?:it|this|that|things|your \w+|the \w+|up)"
_REPORTS = (
    rf"(?:(?:get|come|circle|write|report|revert|message|ping|pop)\s(?:straight\s|right\s)?back(?:\s(?:to|with)\s{_YOU}|\s{_YOU})?|revert(?:\sto\s{_YOU})?|be in touch|get in touch|"
    rf"(?:let|keep)\s{_YOU}\s(?:know|posted|updated|informed|in the loop)|(?:update|ping|message|text|dm|email|contact|call|ring|phone|notify|inform)\s{_YOU}(?:\s(?:back|with|about|on)\b)?|"
    rf"(?:drop|send|give|shoot)\s{_YOU}\san?\s(?:line|note|message|shout|call|buzz|ring|text|dm|mail|e-?mail|update)|reach out(?:\sto\s{_YOU})?|follow up|report back)"
)
_ACTS = (
    rf"(?:look into|take care of|get on (?:it|to)|(?:get|have)\s(?:it|this|that|your \w+|the \w+)\s(?:sorted|fixed|checked|looked|picked|resolved|done|moving|seen)|"
    rf"sort\s(?:out\s)?{_IT}|chase\s(?:up\s)?{_IT}|fix\s(?:it|this|that)|deal with|see to|see what (?:i|we) can|take a look|have a look|make sure (?:it|this|that)|check (?:it|this|that|with|in with)|"
    rf"dig into|pick\s(?:it|this|that)\sup|handle\s(?:it|this|that)|pass (?:it|this|that) on|investigate|find out|get to the bottom)"
)
BARE = re.compile(
    rf"\b(?:(?:wir|ich)\s(?:werden?\s)?(?:kümmern?|kümmere)\s(?:uns|mich)(?:\s\w+)?|kümmer[en]*\s(?:wir\suns|ich\smich|mich)(?:\s\w+)?|(?:wir|ich)\s(?:werden\s|werde\s)?(?:uns|mich)\s(?:darum\s)?kümmern|"
    rf"(?:wir|ich)?\s?(?:bleiben?|bleib|sind|bin)\s(?:(?:wir|ich|da|für sie|für dich|weiter|auf jeden fall)\s){{0,3}}(?:dran|am ball)|"
    rf"(?:wir|ich)\smeld(?:e|en)?\s(?:uns|mich)(?:\s(?:bei|wieder)\s?\w*)*|(?<!sie )meld(?:e|en)?\s(?:wir\suns|ich\smich|mich|(?<=und melden )uns)(?:\s(?:bei|wieder)\s?\w*)*|"
    rf"(?!\w+en\ssie\b)(?:rufe?n?|schreibe?n?|antworte?n?|schicke?n?|sende?n?|liefere?n?)\s(?:(?:ich|wir|ihnen|dir|sie|dich|euch|es|das)\s){{0,3}}dann(?:\s(?:zurück|an))?|"
    r"you(?:['’]?ll|\swill)\shear\s(?:back\s)?from\s(?:us|me|our|the|my)(?:\s\w+)?|"
    rf"halten?\s(?:(?:ich|wir)\s)?(?:sie|dich|euch)\sauf\sdem\slaufenden|"
    rf"(?:gebe?n?|gib|sage?n?)\s(?:{_DE}\s){{0,5}}bescheid|(?:gebe?n?)\s(?:{_DE}\s){{0,5}}(?:eine?\s)?(?:kurze\s)?rückmeldung|"
    rf"(?:informieren?|benachrichtigen?|kontaktieren?)\s(?:{_DE}\s){{0,2}}(?:sie|dich|euch)(?:\s(?:dann|wieder|weiter|darüber))?|"
    rf"(?:ich|wir)\s(?:komme?n?)\s(?:(?:unaufgefordert|von selbst)\s|{_DE}\s){{0,3}}(?:darauf\s)?(?:auf (?:sie|dich|euch)\s)?zurück|"
    rf"(?:du\shörst|sie\shören|ihr\shört|hörst\sdu|hören\ssie)\s(?:\w+\s){{0,3}}von\s(?:uns|mir)|"
    rf"(?:wir|ich)\s(?:schaue?n?|gucke?n?|sehe?n?|prüfe?n?|kläre?n?|checke?n?|hake?n?|forsche?n?|gehe?n?)\s(?:uns|mir|da|das|dem|es|dies|die sache|den fall|mal|{_DE}|\s){{1,5}}\s?(?:an|nach|ab|intern|rein|auf den grund)|"
    rf"{_WILL}{_ADVERB}\s(?:{_REPORTS}|{_ACTS})(?:\s(?:it|this|that|{_YOU})\b)?|"
    rf"(?:(?<=\band\s)|(?<=\bn\s)|(?<=&\s)|(?<=\bthen\s))(?:come|get|circle|report|be|write)\sback\s(?:to|with)\s{_YOU}|(?:(?<=\band\s)|(?<=\bn\s)|(?<=&\s))(?:let|keep)\s{_YOU}\s(?:know|posted|updated)|"
    rf"(?:we['’]re|we\sare|i['’]m|i\sam)\s(?:(?:already|now|currently|still)\s)?(?:on\s(?:it|the\scase)|looking\sinto\s{_IT}|working\son\s{_IT}|chasing\s{_IT}|checking\s{_IT})|leave (?:it|this|that) with (?:me|us))(?!\w)",
    re.IGNORECASE,
)
# Any future of ours without a time is one too: "I'll nudge them", "wir werden das weiterverfolgen".
_NOTHING = (
    r"(?:need|have\sto|want|require|see\s(?:you|that|if)|miss|be\s(?:able|closed|open|away|off|out|here|glad|happy|sorry|honest|there|around|more|delighted|pleased|unable|with\syou\snow)|not|never|only|"
    r"always|ask|let\syou\s(?:go|decide|choose)|leave\syou|assume|admit|say|love|like|cost|continue|remain|stay|apply|find\s(?!out)|know|explain|show|tell|help|assist|"
    r"walk|guide|use|gladly\shelp|start\swith|start\sby|miss|hear|understand|go\sahead|wait|hope|keep\s(?:my|our)\sfingers|sell|offer|support|soon|now|appreciate|meet|forward|pass|refer|share)\b"
)
_FUTURE = (
    rf"(?:(?:we|i|they|he|she|someone|somebody)(?:['’]?ll|\swill)|(?:we['’]re|i['’]m|we\sare|i\sam|they['’]re|they\sare)\s(?:gonna|going\sto)){_ADVERB}\s(?!{_NOTHING})[a-z]{{2,}}"
    r"(?:\s(?:you|u|it|this|that|them|up|out|into|to|back|in|contact|touch|deeper|with|on))*|"
    r"(?:ich\swerde|wir\swerden|werde\sich|werden\swir)\b[^,.;!?]{0,45}?\b(?!haben|sein|brauchen|benötigen|können|müssen|wissen|sehen|ihnen|keinen?|einen|unseren?|ihren|den|diesen|dann)\w{3,25}(?:en|ern|eln)"
)
_IDIOMS = (
    rf"kommen?\s(?:(?:unaufgefordert|{_DE})\s){{0,3}}auf\s(?:dich|sie|euch)\szu|klemm(?:e|en)?\s(?:mich|uns)\s(?:\w+\s){{0,2}}(?:da)?hinter|gebe?n?\s(?:{_DE}\s){{0,2}}laut|"
    r"(?:setz|häng|knie)(?:e|en)?\s(?:mich|uns)\s(?:\w+\s){0,2}(?:ran|dran|rein)|(?:lasse?n?|lass)\s(?:ich\s|wir\s)?(?:es\s)?(?:dich|sie|euch)\s(?:es\s)?(?:wissen|hören)|"
    r"(?:ich|wir)\s(?:hake?n?|bohre?n?|fasse?n?)\s(?:\w+\s){0,3}nach|(?:ich|wir)\snehmen?\s(?:das|es|dies)\smit|(?:sitz|sitze|sitzen)\s(?:ich\s|wir\s)?(?:da\s)?dran|"
    r"give\syou\sa\sheads?[- ]up|leave (?:it|this|that) (?:with|to) (?:me|us)"
)
OURS = re.compile(rf"\b(?:{_FUTURE}|{_IDIOMS})(?!\w)", re.IGNORECASE)
"Looked for where none of the usual words stands."
# "As soon as it is in": names an event of ours instead of a time.
UPON = re.compile(r"\b(?:sobald|once|as soon as|when)\b", re.IGNORECASE)
FREE = (BARE, OURS, UPON)
"What names no time by itself, as against words that name a vague one."
# What hangs on the customer is no promise; a capital Sie is the customer, a small one anything.
_UPON_THEM = re.compile(
    r"\b(?:(?i:wenn|falls|sobald|nachdem)\s(?:Sie|(?i:du|ihr|uns|dein\w*|ihre?|euer|eure))|(?i:wenn|falls|sofern)\s(?!(?i:wir|ich|die technik|es\s(?:etwas\s)?neu))|"
    r"(?i:if|unless|in case)|(?i:once|when|after|as soon as)\s(?i:you|u|your|we(?:['’]ve| have)? (?:get|got|receive|have|hear from)d? you\w*))\b"
)
_ASKED_FIRST = re.compile(
    r"(?:^|[,;:]\s|\s(?:and|und)\s)\W*(?:@?\w+\W+){0,3}?(?:(?:bitte|please|pls)\b|(?:schick|send|shoot|pop|ping|hit|slide|schreib|dm|pm|message|drop|give|gib|nenn|teil|meld|ruf|call|email|mail|let us)\w*\s(?:uns|mir|us|me|sie|dich|an)\b)",
    re.IGNORECASE,
)


def conditional(sentence: str, match: re.Match[str]) -> bool:
    """Whether what is said hangs on what the customer does first."""
    before = sentence[: match.start()]
    return _UPON_THEM.search(sentence[: match.end()] if match.re not in FREE else sentence) is not None or (
        match.re in FREE and _ASKED_FIRST.search(before) is not None
    )
