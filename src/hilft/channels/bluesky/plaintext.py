"""A post's text as an agent should read it: every link says where it really leads."""

from hilft.channels.bluesky.entity import Entity, address, facets, maybe, part, text

_CUT = ("…", "...")


def plain(record: Entity) -> str:
    """Give the text with its links written out, and what only a card or the picture says below it. Pure."""
    raw = text(record.get("text")).encode()
    pieces, done = [], 0
    for start, end, feature in facets(record):
        link = address(feature.get("uri"))
        if link is None or end > len(raw):
            continue
        pieces += [raw[done:start], _written_out(raw[start:end].decode("utf-8", "replace"), link).encode()]
        done = end
    whole = b"".join([*pieces, raw[done:]]).decode("utf-8", "replace")
    card = _card(record)
    return f"{whole}\n\n{card}".strip() if card and card not in whole else whole


def quoted(view: Entity) -> str:
    """Give the words of the post that this one quotes, with who said them; empty when it quotes none."""
    embed = maybe(view, "embed")
    inner = maybe(embed, "record")
    inner = maybe(inner, "record") or inner
    try:
        who, said = text(part(inner, "author").get("handle")), text(maybe(inner, "value").get("text"))
    except ValueError:
        return ""
    return f"@{who}: {said}" if said else ""


def named(record: Entity) -> list[tuple[str, str]]:
    """Give (DID, handle as written) of everybody whom the text mentions."""
    raw = text(record.get("text")).encode()
    return [
        (did, raw[start:end].decode("utf-8", "replace"))
        for start, end, feature in facets(record)
        if isinstance(feature.get("did"), str) and (did := text(feature["did"])).startswith("did:")
    ]


def _written_out(shown: str, link: str) -> str:
    bare, short = link.partition("://")[2], shown.partition("://")[2] or shown
    if bare.rstrip("/") == short.rstrip("/"):
        return shown
    for mark in _CUT:
        if short.endswith(mark) and bare.startswith(short.removesuffix(mark)):
            return link
    return f"{shown} ({link})"


def _card(record: Entity) -> str:
    embed = maybe(record, "embed")
    media = maybe(embed, "media") or embed
    return address(maybe(media, "external").get("uri")) or ""


def languages(record: Entity) -> str:
    """Give the first language the record names, empty for none."""
    found = record.get("langs")
    return text(found[0])[:35] if isinstance(found, list) and found and isinstance(found[0], str) else ""
