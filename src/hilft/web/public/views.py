"""The public page: no script, no cookie, nothing personal but what agents agreed to show.

It looks the same to everybody who reads it in one language, signed in or not, so it may be kept on the way: browsers ask
again each time (an ETag makes that cheap), caches in between may keep it for half a minute.
"""

import hashlib
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

import anyio
from babel.dates import format_skeleton
from starlette.responses import JSONResponse, RedirectResponse, Response

from hilft import accounts, hours, news
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.languages import N_, Language, language
from hilft.web.paint import paint
from hilft.web.public.badge import drawn
from hilft.web.public.card import card
from hilft.web.public.facts import Facts, gather
from hilft.web.public.feed import atom
from hilft.web.public.structured import organisation
from hilft.web.times import Clock
from hilft.web.visit import Visit

_SHARED = "public, max-age=0, s-maxage=30, stale-while-revalidate=60"
_OWN = "private, no-cache"
_MINUTE = "public, max-age=60"
_DAY = "public, max-age=86400"
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_EVERYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
_KEPT = 128
"Painted pages kept; each is some 10 KB."
WORDS = N_("Ask us. A person answers.")


async def show(visit: Visit) -> Response:
    """Give the page, or say that it has not changed."""
    facts = await gather(visit, await _base(visit))
    body, tag = _painted(facts)
    # Somebody signed in reads the page of their own brand, and a chosen language leaves a cookie: nobody else's business.
    own = visit.session is not None or bool(visit.query("lang"))
    headers = {
        "ETag": tag,
        "Cache-Control": _OWN if own else _SHARED,
        "Vary": "Accept-Language, Cookie",
        "Content-Language": facts.language,
    }
    return _unless_known(visit, body, "text/html; charset=utf-8", headers)


def _unless_known(visit: Visit, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """Answer with the body, or that the reader has it already (RFC 9110, 13.1.2)."""
    known = {each.strip() for each in visit.request.headers.get("if-none-match", "").split(",")}
    if headers["ETag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _tag(body: bytes) -> str:
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


@lru_cache(maxsize=_KEPT)
def _painted(facts: Facts) -> tuple[bytes, str]:
    spoken = language(facts.language)
    clock = Clock(
        ZoneInfo(facts.zone), spoken, datetime.combine(facts.today, datetime.min.time(), ZoneInfo(facts.zone))
    )
    values = {
        "me": None,
        "facts": facts,
        "clock": clock,
        "data": organisation(facts),
        "days": [(_day(each.date, spoken), each) for each in facts.week],
        "usual": _usual(facts.usual_minutes, spoken),
        "words": spoken.gettext(WORDS),
    }
    body = paint("public/page.html", spoken, values).encode()
    return body, _tag(body)


def _day(day: date, spoken: Language) -> str:
    return format_skeleton("MMMEd", day, locale=spoken.locale)


def _usual(minutes: int | None, spoken: Language) -> str:
    """Say a time to wait as people do: to the minute in the first hour, to the quarter of an hour later."""
    if minutes is None:
        return ""
    if minutes < 1:
        return spoken.gettext(N_("less than a minute"))
    if minutes < 60:  # noqa: PLR2004 - an hour
        return spoken.ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    whole, quarter = divmod(round(minutes / 15), 4)
    return f"{whole}:{quarter * 15:02} {spoken.gettext(N_('hours'))}"


async def to_page(visit: Visit) -> Response:
    """Put the slash behind a brand's short name."""
    return RedirectResponse(f"{await _base(visit)}/", 308)


async def badge_picture(visit: Visit) -> Response:
    """Give the badge as SVG."""
    base = await _base(visit)
    state = (await hours.calendar_of(visit.conn, visit.brand.id)).state(visit.now)
    drawing = drawn(visit.brand.name, _state_words(visit, state), is_open=state.open)
    headers = {
        "Cache-Control": _MINUTE,
        "Vary": "Accept-Language",
        "Content-Security-Policy": _PICTURE,
        "Link": f'<{visit.house.origin}{base}/>; rel="canonical"',
    }
    return Response(drawing, media_type="image/svg+xml", headers=headers | _EVERYWHERE)


async def badge_facts(visit: Visit) -> Response:
    """Give what the badge says, for programs: ``{brand, open, until, next_open, label, url}``."""
    base = await _base(visit)
    state = (await hours.calendar_of(visit.conn, visit.brand.id)).state(visit.now)
    told = {
        "brand": visit.brand.name,
        "open": state.open,
        "until": _instant(state.until),
        "next_open": _instant(state.next_open),
        "label": _state_words(visit, state),
        "url": f"{visit.house.origin}{base}/",
    }
    return JSONResponse(told, headers={"Cache-Control": _MINUTE, "Vary": "Accept-Language"} | _EVERYWHERE)


async def feed(visit: Visit) -> Response:
    """Give the announcements as an Atom feed."""
    base = await _base(visit)
    spoken = visit.language
    body = atom(
        await news.published(visit.conn, visit.brand.id, visit.now),
        title=spoken.gettext(N_("%(brand)s: announcements")) % {"brand": visit.brand.name},
        brand=visit.brand.name,
        brand_id=str(visit.brand.id),
        address=f"{visit.house.origin}{base}/",
        over=spoken.gettext(N_("This disruption is over.")),
    ).encode()
    headers = {"ETag": _tag(body), "Cache-Control": _MINUTE, "Vary": "Accept-Language"} | _EVERYWHERE
    return _unless_known(visit, body, "application/atom+xml; charset=utf-8", headers)


async def preview(visit: Visit) -> Response:
    """Give the picture that networks show beside a link to the page."""
    address = f"{visit.house.origin}{await _base(visit)}/".partition("://")[2].removesuffix("/")
    words = visit.language.gettext(WORDS)
    content = await anyio.to_thread.run_sync(partial(card, visit.brand.name, words, address))
    headers = {"Cache-Control": _DAY, "Vary": "Accept-Language"} | _EVERYWHERE
    return Response(content, media_type="image/png", headers=headers)


def _state_words(visit: Visit, state: hours.State) -> str:
    spoken, clock = visit.language, visit.clock
    if state.open:
        until = state.until
        return (
            spoken.gettext(N_("open until %(time)s")) % {"time": clock.short(until)}
            if until
            else spoken.gettext(N_("open now"))
        )
    opens = state.next_open
    return (
        spoken.gettext(N_("closed, opens %(time)s")) % {"time": clock.short(opens)}
        if opens
        else spoken.gettext(N_("closed"))
    )


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


async def _base(visit: Visit) -> str:
    """Find whose page is asked for, by its path; give what leads its addresses. Raises NotFound."""
    slug = visit.request.path_params.get("slug")
    if slug is None:
        return ""
    brand = await accounts.brand_by_slug(visit.conn, slug)
    if brand is None:
        raise NotFound
    visit.open_brand = brand
    return f"/b/{brand.slug}"


DOORS = (
    Door("/", show, open=True),
    Door("/badge.svg", badge_picture, open=True),
    Door("/badge.json", badge_facts, open=True),
    Door("/card.png", preview, open=True),
    Door("/feed.atom", feed, open=True),
    Door("/b/{slug}", to_page, open=True),
    Door("/b/{slug}/", show, open=True),
    Door("/b/{slug}/badge.svg", badge_picture, open=True),
    Door("/b/{slug}/badge.json", badge_facts, open=True),
    Door("/b/{slug}/card.png", preview, open=True),
    Door("/b/{slug}/feed.atom", feed, open=True),
)
