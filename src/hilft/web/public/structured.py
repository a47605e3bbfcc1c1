"""The page for programs: schema.org's words for who we are, when we are there and how one reaches us. Pure."""

from typing import Any
from urllib.parse import unquote

from hilft.accounts import Way
from hilft.web.public.facts import Facts

_LANGUAGES = ("de", "en")


def organisation(facts: Facts) -> dict[str, Any]:
    """Give the JSON-LD document (https://schema.org/LocalBusiness)."""
    hours = {
        "openingHours": list(facts.opening_hours),
        "openingHoursSpecification": [dict(each) for each in facts.specification],
    }
    return {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": facts.brand,
        "url": facts.address,
        "sameAs": [way.url for way in facts.ways if way.url.startswith("http") and not way.private],
        "contactPoint": [_contact(way) for way in facts.ways if way.url and not way.main],
        **(hours if facts.given else {}),
    }


def _contact(way: Way) -> dict[str, Any]:
    scheme, _, rest = way.url.partition(":")
    where = {"mailto": "email", "tel": "telephone"}.get(scheme)
    return {
        "@type": "ContactPoint",
        "contactType": "customer service",
        "name": f"{way.title} {way.handle}".strip(),
        **({where: unquote(rest)} if where else {"url": way.url}),
        "availableLanguage": list(_LANGUAGES),
    }
