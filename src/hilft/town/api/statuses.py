"""Statuses: say, read, change, take back; favourites and boosts."""

from starlette.responses import Response
from starlette.routing import Route

from hilft.town.acts.posting import Draft, delete, edit, post
from hilft.town.acts.reacting import favourite, reblog, unfavourite, unreblog
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.api.params import Params
from hilft.town.entities.account import account_json
from hilft.town.entities.status import history_json, source_json, status_json
from hilft.town.seeing import can_see, find_status, to_id
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import Status
from hilft.town.threads import ancestors, descendants
from hilft.town.town import Town
from hilft.town.trouble import invalid, not_found

MOST_AT_ONCE = 40
LANGUAGE_LETTERS = (2, 3)


def routes(town: Town) -> list[Route]:
    one = "/api/v1/statuses/{id}"
    read, write = ("read:statuses",), ("write:statuses",)
    likes, readers = ("write:favourites",), ("read:accounts",)
    return [
        method(town, "/api/v1/statuses", "POST", create, Who.USER, write),
        method(town, "/api/v1/statuses", "GET", many, Who.ANYONE, read),
        method(town, one, "GET", show, Who.ANYONE, read),
        method(town, one, "PUT", update, Who.USER, write),
        method(town, one, "DELETE", remove, Who.USER, write),
        method(town, one + "/context", "GET", context, Who.ANYONE, read),
        method(town, one + "/history", "GET", history, Who.ANYONE, read),
        method(town, one + "/source", "GET", source, Who.USER, read),
        method(town, one + "/favourite", "POST", like, Who.USER, likes),
        method(town, one + "/unfavourite", "POST", unlike, Who.USER, likes),
        method(town, one + "/reblog", "POST", boost, Who.USER, write),
        method(town, one + "/unreblog", "POST", unboost, Who.USER, write),
        method(town, one + "/favourited_by", "GET", favourited_by, Who.ANYONE, readers),
        method(town, one + "/reblogged_by", "GET", reblogged_by, Who.ANYONE, readers),
    ]


def create(call: Call) -> Json:
    if call.params.has("poll") and call.params.tree["poll"]:
        raise invalid("Polls are not held in this town")
    if call.params.text("scheduled_at"):
        raise invalid("Scheduled at is not supported in this town")
    draft = draft_of(call.params)
    draft.app = call.token.app if call.token else None
    draft.key = call.request.headers.get("idempotency-key") or None
    status = post(call.town, call.me, draft)
    return status_json(call.town, status, call.me)


def many(call: Call) -> Json:
    found = [
        call.town.state.statuses.by_id.get(to_id(number)) for number in call.params.many("id")[:MOST_AT_ONCE]
    ]
    return [
        status_json(call.town, status, call.viewer)
        for status in found
        if status is not None and can_see(call.town.state, call.viewer, status)
    ]


def show(call: Call) -> Json:
    return status_json(call.town, _named(call), call.viewer)


def update(call: Call) -> Json:
    status = _own(call)
    draft = draft_of(call.params)
    for name, known in (("status", status.text), ("spoiler_text", status.spoiler)):
        if not call.params.has(name):
            setattr(draft, {"status": "text", "spoiler_text": "spoiler"}[name], known)
    draft.sensitive = status.sensitive if draft.sensitive is None else draft.sensitive
    draft.language = draft.language or status.language
    draft.visibility = None
    media = call.params.many("media_ids") if call.params.has("media_ids") else None
    edit(call.town, call.me, status, draft, media)
    for row in call.params.rows("media_attributes"):
        _describe(call, status, row)
    return status_json(call.town, status, call.me)


def remove(call: Call) -> Json:
    status = _own(call)
    answer = status_json(call.town, status, call.me, source=True)
    delete(call.town, status)
    return answer


def context(call: Call) -> Json:
    status = _named(call)
    return {
        "ancestors": _all(call, ancestors(call.town.state, status, call.viewer)),
        "descendants": _all(call, descendants(call.town.state, status, call.viewer)),
    }


def history(call: Call) -> Json:
    return history_json(call.town, _named(call))


def source(call: Call) -> Json:
    return source_json(_own(call))


def like(call: Call) -> Json:
    status = _original(call)
    favourite(call.town, call.me, status)
    return status_json(call.town, status, call.me)


def unlike(call: Call) -> Json:
    status = _original(call)
    unfavourite(call.town, call.me, status)
    return status_json(call.town, status, call.me)


def boost(call: Call) -> Json:
    visibility = call.params.text("visibility") or None
    if visibility not in {None, "public", "unlisted", "private"}:
        raise invalid("Visibility is not included in the list")
    return status_json(call.town, reblog(call.town, call.me, _original(call), visibility), call.me)


def unboost(call: Call) -> Json:
    status = _original(call)
    unreblog(call.town, call.me, status)
    return status_json(call.town, status, call.me)


def favourited_by(call: Call) -> Response:
    likings = call.town.state.statuses.likings.get(_named(call).id, {})
    return _people(call, {liking.id: liking.account for liking in likings.values()})


def reblogged_by(call: Call) -> Response:
    boosts = call.town.state.statuses.reblogs.get(_named(call).id, {})
    return _people(call, {boost: account for account, boost in boosts.items()})


def draft_of(params: Params) -> Draft:
    language = params.text("language").partition("-")[0].lower()
    good = language.isascii() and language.isalpha() and len(language) in LANGUAGE_LETTERS
    return Draft(
        text=params.text("status"),
        spoiler=params.text("spoiler_text"),
        sensitive=params.maybe_flag("sensitive"),
        visibility=params.text("visibility") or None,
        language=language if good else None,
        reply_to=params.text("in_reply_to_id") or None,
        media=params.many("media_ids"),
    )


def _describe(call: Call, status: Status, row: Params) -> None:
    number = to_id(row.text("id"))
    media = call.town.state.media.by_id.get(number)
    if media is None or number not in status.media:
        raise not_found()
    call.town.record(
        "media words",
        id=number,
        description=row.text("description") or media.description,
        focus=list(media.focus),
    )


def _named(call: Call) -> Status:
    return find_status(call.town.state, call.viewer, call.part())


def _own(call: Call) -> Status:
    status = _named(call)
    if status.account != call.me.id:
        raise not_found()
    return status


def _original(call: Call) -> Status:
    status = _named(call)
    return status if status.reblog_of is None else find_status(call.town.state, call.viewer, status.reblog_of)


def _all(call: Call, statuses: list[Status]) -> list[Json]:
    return [status_json(call.town, status, call.viewer) for status in statuses]


def _people(call: Call, by_bond: dict[int, int]) -> Response:
    window = call.window(40, 80)
    bonds = sorted(
        (
            bond
            for bond in by_bond
            if (window.max_id is None or bond < window.max_id) and bond > (window.since_id or 0)
        ),
        reverse=True,
    )[: window.limit]
    people: list[Account] = [call.town.state.accounts.by_id[by_bond[bond]] for bond in bonds]
    entities = [account_json(call.town, account) for account in people]
    return call.listing(entities, bonds, following=len(bonds) == window.limit)
