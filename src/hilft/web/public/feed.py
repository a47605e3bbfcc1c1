"""The feed of announcements: Atom (RFC 4287). Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from hilft.news import Announcement


def atom(
    announcements: Sequence[Announcement], *, title: str, brand: str, brand_id: str, address: str, over: str
) -> str:
    """Write the feed. ``address``: the public page, with its slash; ``over``: what is said of a disruption that ended."""
    updated = max((each.updated_at for each in announcements), default=datetime(2000, 1, 1, tzinfo=UTC))
    entries = Markup("").join(_entry(each, address, over) for each in announcements)
    return Markup(
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "<id>urn:uuid:{brand_id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n"
        '<author><name>{brand}</name></author>\n<link rel="self" type="application/atom+xml" href="{address}feed.atom"/>\n'
        '<link rel="alternate" type="text/html" href="{address}"/>\n{entries}</feed>\n'
    ).format(
        brand_id=brand_id, title=title, brand=brand, updated=_at(updated), address=address, entries=entries
    )


def _entry(each: Announcement, address: str, over: str) -> Markup:
    text = each.text if each.over_at is None else f"{over}\n\n{each.text}"
    return Markup(
        "<entry>\n<id>urn:uuid:{id}</id>\n<title>{title}</title>\n<published>{published}</published>\n"
        '<updated>{updated}</updated>\n<category term="{kind}"/>\n'
        '<link rel="alternate" type="text/html" href="{address}#n-{id}"/>\n<content type="text">{text}</content>\n</entry>\n'
    ).format(
        id=each.id, title=each.title, published=_at(each.publish_at), updated=_at(each.updated_at),
        kind=each.kind.value, address=address, text=text,
    )  # fmt: skip


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
