"""Timelines: public, hashtag, home; and search."""

import re
from heapq import merge
from itertools import islice

from starlette.responses import Response
from starlette.routing import Route

from hilft.town.acts.telling import is_for_home
from hilft.town.api.accounts import search as search_accounts
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.entities.account import account_json
from hilft.town.entities.status import status_json
from hilft.town.seeing import can_see, to_id, wants
from hilft.town.state.paging import Window, newest_first, oldest_first, page
from hilft.town.state.statuses import DIRECT
from hilft.town.town import Town

STATUS_ADDRESS = re.compile(r"https?://.+/(?:@[^/]+|users/[^/]+/statuses)/([0-9]+)/?")
ACCOUNT_ADDRESS = re.compile(r"https?://.+/(?:@|users/)([A-Za-z0-9_]+)/?")


def routes(town: Town) -> list[Route]:
    read = ("read:statuses",)
    return [
        method(town, "/api/v1/timelines/public", "GET", public, Who.ANYONE, read),
        method(town, "/api/v1/timelines/tag/{tag}", "GET", tag, Who.ANYONE, read),
        method(town, "/api/v1/timelines/home", "GET", home, Who.USER, read),
        method(town, "/api/v2/search", "GET", search, Who.ANYONE, ("read:search",)),
    ]


def public(call: Call) -> Response:
    remote = call.params.flag("remote")
    return _timeline(call, [] if remote else call.town.state.statuses.public)


def tag(call: Call) -> Response:
    return _timeline(call, call.town.state.statuses.tagged.get(call.part("tag").lower(), []))


def home(call: Call) -> Response:
    ids = _home_ids(call, call.window(20))
    by_id = call.town.state.statuses.by_id
    return call.listing([status_json(call.town, by_id[each], call.me) for each in ids], ids)


def search(call: Call) -> Json:
    kind, words = call.params.text("type"), call.params.text("q").strip()
    statuses = _statuses_at(call, words) if kind in {"", "statuses"} else []
    accounts: Json = []
    if kind in {"", "accounts"} and not statuses and words:
        match = ACCOUNT_ADDRESS.fullmatch(words)
        found = call.town.state.accounts.named(match[1]) if match else None
        if found is not None:
            accounts = [account_json(call.town, found)]
        elif match is None:
            accounts = search_accounts(call)
    return {"accounts": accounts, "statuses": statuses, "hashtags": []}


def _timeline(call: Call, ids: list[int]) -> Response:
    state = call.town.state
    only_media = call.params.flag("only_media")

    def keep(number: int) -> bool:
        status = state.statuses.by_id[number]
        return wants(state, call.viewer, status) and (bool(status.media) or not only_media)

    shown = page(ids, call.window(20), keep)
    entities = [status_json(call.town, state.statuses.by_id[each], call.viewer) for each in shown]
    return call.listing(entities, shown)


def _home_ids(call: Call, window: Window) -> list[int]:
    state, me = call.town.state, call.me
    authors = [me.id, *state.bonds.following.get(me.id, ())]
    lists = [state.statuses.of_account.get(author, []) for author in authors]

    def keep(number: int) -> bool:
        status = state.statuses.by_id[number]
        follow = state.bonds.following.get(me.id, {}).get(status.account)
        return (
            wants(state, me, status)
            and is_for_home(call.town, me.id, status)
            and not (status.reblog_of is not None and follow is not None and not follow.reblogs)
            and not (status.visibility == DIRECT and me.id not in {status.account, *status.mentions})
        )

    if window.min_id is not None:
        forward = merge(*(oldest_first(each, window) for each in lists))
        return list(islice(filter(keep, forward), window.limit))[::-1]
    backward = merge(*(newest_first(each, window) for each in lists), reverse=True)
    return list(islice(filter(keep, backward), window.limit))


def _statuses_at(call: Call, address: str) -> list[Json]:
    match = STATUS_ADDRESS.fullmatch(address)
    if match is None:
        return []
    status = call.town.state.statuses.by_id.get(to_id(match[1]))
    if status is None or not can_see(call.town.state, call.viewer, status):
        return []
    return [status_json(call.town, status, call.viewer)]
