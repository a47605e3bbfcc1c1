"""Bytes to text, whatever the mail says its character set is. Pure."""

import codecs

_ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "ansi_x3.4-1968": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-sjis": "shift_jis",
    "x-gbk": "gbk",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "x-windows-1252": "cp1252",
    "windows-874": "cp874",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode": "utf-16",
}
"""Names that Python does not know, and those that promise less than senders put in (WHATWG Encoding: Latin 1 and
ASCII are windows-1252 in practice)."""


def decoded(content: bytes, charset: str) -> str:
    """Decode by the named character set if that works, else by what the bytes look like."""
    wanted = charset.strip().strip("\"'").lower()
    names = [wanted, "utf-8"] if wanted not in {"us-ascii", "ascii", "", "utf-8"} else ["utf-8"]
    for name in names:
        found = _try(content, _ALIASES.get(name, name))
        if found is not None:
            return found
    known = _codec(_ALIASES.get(wanted, wanted)) or "cp1252"
    return content.decode(known, "replace") if known != "cp1252" else _windows(content)


def _try(content: bytes, name: str) -> str | None:
    known = _codec(name)
    if known is None:
        return None
    if known == "cp1252":
        return _windows(content)
    try:
        return content.decode(known)
    except (UnicodeError, ValueError):
        return None


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    # Python's own transforms (rot13, zlib, …) are codecs, too, but none of texts.
    return found.name if getattr(found, "_is_text_encoding", False) and found.name != "idna" else None


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
