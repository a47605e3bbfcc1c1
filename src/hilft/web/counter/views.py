"""Find whoever stands at the counter, show the brief beside the note, give the note to the case."""

import uuid
from dataclasses import dataclass

from starlette.responses import JSONResponse, RedirectResponse, Response

from hilft import accounts, calls, cases, counter
from hilft.cases import Case
from hilft.ids import AccountId, new_id
from hilft.memory import Wish
from hilft.problems import NotFound
from hilft.web.case.snoozing import PRESETS, moment
from hilft.web.doors import Door
from hilft.web.knowledge.regions import values as knowledge
from hilft.web.languages import N_, choose
from hilft.web.visit import Visit

NEW = "new"
_CAMERA = "camera=(self), microphone=(), geolocation=(), payment=()"
_DIGITS = 18
_SHOP = "hilft_shop"
_YEAR = 31_536_000
_PROMISE = N_("An answer")


@dataclass(frozen=True, slots=True)
class Note:
    """The form of one note: ``id`` makes sure that it is kept once."""

    id: uuid.UUID
    draft: counter.Draft
    address: str


async def show(visit: Visit) -> Response:
    """Ask for a code or a name. A right code opens its case at once, everything else is searched for."""
    words = visit.query("q").strip()
    code = counter.code_in(words)
    if code is not None:
        try:
            found = await cases.find(visit.conn, visit.agent, code)
        except cases.NoSuchCase:
            pass
        else:
            return RedirectResponse(f"/desk/counter/{found.written_code}", 303)
    page = visit.page(
        "counter/page.html",
        words=words,
        found=await calls.search(visit.conn, visit.agent, words),
        lately=await counter.lately(visit.conn, visit.agent),
        shops=await counter.shops(visit.conn, visit.brand.id),
        shop=_shop(visit),
        kept=cases.written(kept) if (kept := cases.read_code(visit.query("kept"))) else "",
    )
    page.headers["Permissions-Policy"] = _CAMERA
    return page


async def one(visit: Visit) -> Response:
    """Show what is known of a case, and the note beside it."""
    case = await cases.find(visit.conn, visit.agent, _code(visit))
    brief = await cases.brief(visit.tx, visit.agent, case, visit.now)
    person = await cases.customer_panel(visit.conn, visit.agent, case)
    return visit.page(
        "counter/case.html",
        200,
        person=person,
        others=[each for each in person.cases if each.code != case.code],
        account=await accounts.account(visit.conn, visit.brand.id, case.account_id),
        **knowledge(brief, visit.clock) | await _form(visit, case),
    )


async def new(visit: Visit) -> Response:
    """Ask who it is and what they want, without a code."""
    return visit.page("counter/new.html", 200, **await _form(visit, None))


async def _form(visit: Visit, case: Case | None) -> dict[str, object]:
    draft = await counter.draft_of(visit.conn, visit.agent, case.id if case else None)
    address = f"/desk/counter/{case.written_code if case else NEW}"
    return {
        "case": case,
        "talk_at": f"/desk/case/{case.written_code}" if case else "",
        "note": Note(new_id(), draft, address),
        "shops": await counter.shops(visit.conn, visit.brand.id),
        "shop": _shop(visit),
        "presets": PRESETS,
        "longest": cases.LONGEST_WORDS,
    }


async def save(visit: Visit) -> Response:
    """Keep what is typed."""
    case = await _case(visit)
    await counter.save_draft(
        visit.tx, visit.agent, case.id if case else None, visit.text("kind"), visit.text("text"),
        _number(visit.text("version")), visit.now,
    )  # fmt: skip
    return JSONResponse({})


async def keep(visit: Visit) -> Response:
    """Give the note to its case, and say whether that was all."""
    case = await _case(visit)
    kept = await counter.keep(
        visit.tx, visit.agent, _id(visit.text("id")), visit.text("text"), visit.now,
        code=case.code if case else None,
        name=visit.text("name"),
        shop=_shop(visit),
        done=visit.text("next") == "done",
        promise=_promise(visit),
    )  # fmt: skip
    told = visit.language.gettext("Written down: {code}.").format(code=kept.written_code)
    return visit.done(f"/desk/counter?kept={kept.written_code}", told)


def _promise(visit: Visit) -> Wish | None:
    """Say it in the brand's language: colleagues read it, and the customer on the status page."""
    wish = visit.text("until")
    if not wish:
        return None
    text = choose((visit.brand.language,), "", "").gettext(_PROMISE)
    return Wish(text, moment(wish, visit.now, visit.clock.zone))


async def choose_shop(visit: Visit) -> Response:
    """Remember on this device in which shop it stands."""
    response = visit.done("/desk/counter")
    known = {str(each.id) for each in await counter.shops(visit.conn, visit.brand.id)}
    if visit.text("shop") in known:
        response.set_cookie(
            _SHOP,
            visit.text("shop"),
            _YEAR,
            path="/desk/counter",
            httponly=True,
            samesite="lax",
            secure=visit.secure,
        )
    return response


def _shop(visit: Visit) -> AccountId | None:
    try:
        return AccountId(uuid.UUID(visit.text("shop") or visit.request.cookies.get(_SHOP, "")))
    except ValueError:
        return None


async def _case(visit: Visit) -> Case | None:
    """Give the case of the address; None: somebody new."""
    code = _code(visit)
    return None if code == NEW else await cases.find(visit.conn, visit.agent, code)


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["code"])


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


DOORS = (
    Door("/desk/counter", show),
    Door("/desk/counter/shop", choose_shop, post=True),
    Door(f"/desk/counter/{NEW}", new),
    Door("/desk/counter/{code}", one),
    Door("/desk/counter/{code}/draft", save, post=True),
    Door("/desk/counter/{code}", keep, post=True),
)
