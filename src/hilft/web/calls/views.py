"""The list of calls, one call with its note, and what one can do about it."""

import uuid
from time import monotonic

from starlette.responses import JSONResponse, Response

from hilft import calls, cases
from hilft.calls import BadMinutes, Card, NoSuchCall
from hilft.web.calls import rehearsing
from hilft.web.calls.regions import KEYS, region, words_of
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

_STATES = {
    "ringing": N_("rings"),
    "talking": N_("on the telephone"),
    "ended": N_("hung up"),
    "missed": N_("missed"),
}
_DIGITS = 18


def _id(visit: Visit) -> uuid.UUID:
    try:
        return uuid.UUID(visit.request.path_params["id"])
    except ValueError:
        raise NoSuchCall from None


def _states(visit: Visit) -> dict[str, str]:
    return {state: visit.language.gettext(name) for state, name in _STATES.items()}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


async def show(visit: Visit) -> Response:
    found, following = await calls.page(visit.conn, visit.agent, visit.query("after"))
    return visit.page(
        "calls/page.html",
        calls=found,
        next=following,
        due=await calls.due(visit.conn, visit.agent),
        hidden=await calls.missed_hidden(visit.conn, visit.agent, visit.now),
        extensions=await calls.extensions_of(visit.conn, visit.agent),
        states=_states(visit),
        caller=rehearsing.CALLER if rehearsing.may(visit) else "",
        rehearsed=visit.query("rehearsed"),
        call_cards=await region(visit, monotonic()),
    )


async def one(visit: Visit) -> Response:
    card = await calls.find(visit.tx, visit.agent, _id(visit), visit.now)
    words = visit.query("q")
    found = await calls.search(visit.conn, visit.agent, words)
    return visit.page(
        "calls/call.html", 200, card=card, q=words, found=found, version=card.call.note_version, keys=KEYS,
        choices=_choices(card, found), chosen=bool(found or _running(card)), states=_states(visit), **words_of(visit),
    )  # fmt: skip


def _running(card: Card) -> bool:
    return any(each.state in {"open", "waiting"} for each in card.cases)


def _choices(card: Card, found: list[calls.CallerCase]) -> list[calls.CallerCase]:
    """What was searched for first, then what is known; closed cases are offered, and followed by a new one."""
    return list({each.code: each for each in (*found, *card.cases, *card.maybe)}.values())


async def draft(visit: Visit) -> Response:
    kept = await calls.save_note(
        visit.tx, visit.agent, _id(visit), visit.text("text"), _number(visit.text("version")), visit.now
    )
    return JSONResponse({"version": kept})


async def note(visit: Visit) -> Response:
    code = visit.text("case").strip() or None
    said = cases.read_code(visit.text("spoken"))
    spoken = said is not None and said == cases.read_code(code or "")
    case = await calls.take_note(
        visit.tx, visit.agent, _id(visit), visit.text("text"), code, visit.now, spoken=spoken
    )
    return visit.done(f"/desk/case/{case.written_code}", visit.language.gettext("Written down."))


async def answer(visit: Visit) -> Response:
    await calls.answer_here(visit.tx, visit.agent, _id(visit))
    return visit.done(f"/desk/calls/{_id(visit)}")


async def put_away(visit: Visit) -> Response:
    await calls.put_away(visit.tx, visit.agent, _id(visit), visit.now)
    return visit.done("/desk/inbox")


async def call_back(visit: Visit) -> Response:
    minutes = _number(visit.text("minutes"))
    if not minutes:
        raise BadMinutes
    await calls.ask_for_call_back(visit.tx, visit.agent, _id(visit), minutes, visit.now)
    return visit.done(f"/desk/calls/{_id(visit)}", visit.language.gettext("Noted."))


async def called_back(visit: Visit) -> Response:
    await calls.called_back(visit.tx, visit.agent, _id(visit), visit.now)
    return visit.done("/desk/calls", visit.language.gettext("Done."))


async def extension(visit: Visit) -> Response:
    await calls.put_extension(visit.tx, visit.agent, visit.text("extension"))
    return visit.done("/desk/calls", visit.language.gettext("Saved."))


DOORS = (
    Door("/desk/calls", show),
    Door("/desk/calls/extension", extension, post=True),
    *rehearsing.DOORS,
    Door("/desk/calls/{id}", one),
    Door("/desk/calls/{id}/draft", draft, post=True),
    Door("/desk/calls/{id}/note", note, post=True),
    Door("/desk/calls/{id}/answer", answer, post=True),
    Door("/desk/calls/{id}/put-away", put_away, post=True),
    Door("/desk/calls/{id}/call-back", call_back, post=True),
    Door("/desk/call-backs/{id}/done", called_back, post=True),
)
