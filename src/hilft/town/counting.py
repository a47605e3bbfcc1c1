"""How long a text is, in Mastodon's eyes."""

import unicodedata

from hilft.town.spans import LINK, MENTION, find_spans

ZERO_WIDTH_JOINER = "\u200d"
SPACING_LETTERS = frozenset("\u0e33\u0eb3")
EXTENDING_LETTERS = frozenset("\u200c\uff9e\uff9f")
SKIN_TONES = range(0x1F3FB, 0x1F400)
TAGS = range(0xE0020, 0xE0080)
FLAGS = range(0x1F1E6, 0x1F200)
HANGUL_LEAD = range(0x1100, 0x1160)
HANGUL_VOWEL = range(0x1160, 0x11A8)
HANGUL_TAIL = range(0x11A8, 0x1200)
HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
HANGUL_TAILS = 28


def length(text: str, spoiler: str, link_length: int) -> int:
    """Grapheme clusters of warning and text; a link counts `link_length`, `@user@domain` as `@user`.

    Source: Mastodon, app/validators/status_length_validator.rb.
    """
    pieces, position = [spoiler], 0
    for span in find_spans(text):
        if span.kind == LINK:
            replacement = "x" * link_length
        elif span.kind == MENTION:
            replacement = "@" + span.value.partition("@")[0]
        else:
            continue
        pieces += [text[position : span.start], replacement]
        position = span.end
    return graphemes("".join(pieces) + text[position:])


def graphemes(text: str) -> int:
    """Number of user-perceived characters (UAX 29, without the Indic conjunct rule)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    count, flags, previous = 0, 0, ""
    pictograph = False
    for character in text:
        flag = ord(character) in FLAGS
        joins = bool(previous) and (
            _extends(character)
            or (previous == ZERO_WIDTH_JOINER and pictograph and _is_pictograph(character))
            or (flag and flags % 2 == 1)
            or (previous, character) == ("\r", "\n")
            or _hangul_joins(ord(previous), ord(character))
        )
        if joins and previous in "\r\n" and character != "\n":
            joins = False
        count += not joins
        flags = flags + 1 if flag else 0
        if not _extends(character):
            pictograph = _is_pictograph(character)
        previous = character
    return count


def _extends(character: str) -> bool:
    if character.isascii():
        return False
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or character == ZERO_WIDTH_JOINER
        or character in EXTENDING_LETTERS
        or character in SPACING_LETTERS
        or ord(character) in SKIN_TONES
        or ord(character) in TAGS
    )


def _is_pictograph(character: str) -> bool:
    return not character.isascii() and (
        unicodedata.category(character) == "So" or character in "\u203c\u2049\u3030\u303d\u2194\u2195"
    )


def _hangul_joins(left: int, right: int) -> bool:
    syllable = left in HANGUL_SYLLABLES
    open_syllable = syllable and (left - HANGUL_SYLLABLES.start) % HANGUL_TAILS == 0
    if left in HANGUL_LEAD:
        return right in HANGUL_LEAD or right in HANGUL_VOWEL or right in HANGUL_SYLLABLES
    if left in HANGUL_VOWEL or open_syllable:
        return right in HANGUL_VOWEL or right in HANGUL_TAIL
    return (left in HANGUL_TAIL or syllable) and right in HANGUL_TAIL
