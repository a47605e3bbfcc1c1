"""Direct conversations. Source: docs.joinmastodon.org/methods/conversations."""

from starlette.responses import Response
from starlette.routing import Route

from hilft.town.api.call import Call, Json, Who, method
from hilft.town.entities.notice import letter_json
from hilft.town.seeing import to_id
from hilft.town.state.letters import Letter
from hilft.town.state.paging import page
from hilft.town.town import Town
from hilft.town.trouble import not_found


def routes(town: Town) -> list[Route]:
    base = "/api/v1/conversations"
    write = ("write:conversations",)
    return [
        method(town, base, "GET", index, Who.USER, ("read:statuses",)),
        method(town, base + "/{id}/read", "POST", read, Who.USER, write),
        method(town, base + "/{id}", "DELETE", remove, Who.USER, write),
    ]


def index(call: Call) -> Response:
    letters, window = call.town.state.letters, call.window(20)
    ids = page(letters.last_ids(call.me.id), window)
    entities = [letter_json(call.town, letters.with_last(call.me.id, each), call.me) for each in ids]
    return call.listing(entities, ids, following=len(ids) == window.limit)


def read(call: Call) -> Json:
    letter = _mine(call)
    call.town.record("letter read", id=letter.id)
    return letter_json(call.town, letter, call.me)


def remove(call: Call) -> Json:
    call.town.record("letter gone", id=_mine(call).id)
    return {}


def _mine(call: Call) -> Letter:
    letter = call.town.state.letters.by_id.get(to_id(call.part()))
    if letter is None or letter.account != call.me.id:
        raise not_found()
    return letter
