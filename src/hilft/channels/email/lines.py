"""What a single line of a mail is: own words, a quote, a header of an earlier mail, a rule, a signature. Pure."""

# ruff: noqa: RUF001 - the signs of other alphabets are what this is about

import re
from collections.abc import Sequence
from enum import Enum, auto


class Kind(Enum):
    EMPTY = auto()
    TEXT = auto()
    QUOTE = auto()
    HEADER = auto()
    DIVIDER = auto()
    "`-----Original Message-----` and its like: an earlier mail follows."
    RULE = auto()
    DASHES = auto()
    "What sets a signature apart (RFC 3676, 4.3), and its common variants."
    SENT_FROM = auto()


_QUOTE = re.compile(r"^\s*(?:>|\|(?:\s|$)|[A-Z][A-Za-z]{0,9}>(?:\s|$))")
_HEADER_NAMES = (
    "From|Sent|Date|To|Subject|Cc|CC|Bcc|Reply-To|Importance"
    "|Von|Gesendet|Datum|An|Betreff|Kopie|Antwort an|Priorität"
    "|De|Envoyé(?: le)?|À|A|Objet|Sujet|Copie à|Message du|Répondre à"
    "|Van|Verzonden|Aan|Onderwerp|Da|Inviato|Data|Oggetto|Risposta|Per"
    "|Enviado(?: el)?|Enviada(?: em)?|Fecha|Para|Asunto|Assunto"
    "|Från|Skickat|Till|Ämne|Fra|Sendt|Dato|Til|Emne|Od|Wysłano|Do|Temat|Odesláno|Komu|Předmět"
    "|От|От кого|Отправлено|Дата|Кому|Тема|Lähettäjä|Lähetetty|Vastaanottaja|Aihe"
    "|Kimden|Gönderildi|Kime|Konu|Feladó|Elküldve|Címzett|Tárgy|发件人|发送时间|收件人|主题|差出人|送信日時|宛先|件名"
)
_HEADER = re.compile(rf"^\s*[*_]*(?:{_HEADER_NAMES})[*_]*\s?[:：][*_]*(?:\s|\S|$)")
_EARLIER = (
    r"original message|original-?nachricht|urspr(?:ü|ue)ngliche (?:nachricht|mail|e-mail)|message d['’]origine"
    r"|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht"
    r"|oprindelig (?:besked|meddelelse)|opprinnelig melding|ursprungligt meddelande|originalmeddelande"
    r"|alkuperäinen viesti|wiadomość oryginalna|исходное сообщение|původní zpráva|eredeti üzenet"
    r"|forwarded (?:message|by)|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato|doorgestuurd bericht|videresendt|пересылаемое сообщение"
)
_DIVIDER = re.compile(rf"^[\s*>]*[-_]{{2,}}\s*(?:{_EARLIER})\b.*[-_]{{2,}}[\s*]*$", re.IGNORECASE)
_BEGIN_FORWARDED = re.compile(
    r"^\W*(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado)\s?:\W*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:([-_=*#~+—–ᐧ])\1{2,}|ᐧ)\s*$")
_DASHES = re.compile(r"^\s*(?:-{2,3}|__)\s*$")
_DEVICE = r"(?:iphone|ipad|ipod|handy|smartphone|phone|cell|mobile|mobilger[äa]t|mobiltelefon|android|blackberry|outlook|mail)"
_SENT_FROM = re.compile(
    r"^[\s*_(<\[]*(?:"
    r"sent (?:from|via|with|using|by) (?!the\b|our\b|an?\b).{1,80}"
    r"|(?:von|mit) meine[mr] .{1,40} gesendet"
    r"|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit) .{1,80} (?:gesendet|verschickt|geschickt)"
    r"|(?:gesendet|verschickt) (?:von|mit|über|aus) .{1,60}"
    r"|envoyé (?:de|depuis|à partir|avec) .{1,60}|envoy[ée] d['’].{1,60}"
    r"|envia(?:do|da) (?:desde|do|de|a partir) .{1,60}|inviato (?:da|dal) .{1,60}"
    r"|(?:verzonden|verstuurd) (?:vanaf|met|via|van) .{1,60}|skickat från .{1,60}|sendt fra .{1,60}"
    r"|wysłan[eoy] z .{1,60}|отправлено (?:с|из) .{1,60}|lähetetty .{1,60}"
    rf"|(?:\w+ )?(?:from|via) (?:my )?{_DEVICE}\b.{{0,20}}"
    r"|(?:get|obtenir|holen sie sich|télécharge[rz]?) \[?outlook .{1,80}"
    r"|從我的 .{1,30}|发自我的.{0,30}|發自我的.{0,30}"
    r")[\s*_)>\].!]*$",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
_LONGEST = 1000
_WRAPS_AT = 60


def kinds_of(lines: Sequence[str]) -> list[Kind]:
    """Tell each line's kind; what stands between code fences is text, whatever it looks like."""
    kinds: list[Kind] = []
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    code = {
        number
        for start, end in zip(fences[::2], fences[1::2], strict=False)
        for number in range(start, end + 1)
    }
    for number, line in enumerate(lines):
        kinds.append(Kind.TEXT if number in code else kind_of(line))
    for number in range(1, len(lines) - 1):
        around = kinds[number - 1] is kinds[number + 1] is Kind.QUOTE
        if around and kinds[number] is Kind.TEXT and _is_wrapped(lines[number - 1], lines[number]):
            kinds[number] = Kind.QUOTE
    return kinds


def _is_wrapped(above: str, line: str) -> bool:
    """Whether a line is what a mail program broke off a quoted one and did not mark."""
    return len(above) >= _WRAPS_AT and line[:1].islower()


def kind_of(line: str) -> Kind:  # noqa: PLR0911 - one kind, one line
    if not line.strip(" \t\r\xa0\u200b\ufeff\u200e\u200f"):
        return Kind.EMPTY
    if len(line) > _LONGEST:
        return Kind.QUOTE if line.lstrip().startswith(">") else Kind.TEXT
    if _DIVIDER.match(line) or _BEGIN_FORWARDED.match(line):
        return Kind.DIVIDER
    if _DASHES.match(line):
        return Kind.DASHES
    if _RULE.match(line):
        return Kind.RULE
    if _QUOTE.match(line):
        return Kind.QUOTE
    if _HEADER.match(line):
        return Kind.HEADER
    return Kind.SENT_FROM if _SENT_FROM.match(line) else Kind.TEXT
