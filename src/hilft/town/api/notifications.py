"""Notifications, their policy, and the requests of senders who were held back."""

from dataclasses import asdict

from starlette.responses import Response
from starlette.routing import Route

from hilft.town.api.call import Call, Json, Who, method
from hilft.town.entities.notice import notice_json, policy_json, policy_of, request_json
from hilft.town.seeing import to_id
from hilft.town.state.notices import Notice, Request
from hilft.town.state.paging import page
from hilft.town.town import Town
from hilft.town.trouble import invalid, not_found

USUAL, MOST, MOST_COUNTED = 40, 80, 1_000
ANSWERS = ("accept", "filter", "drop")


def routes(town: Town) -> list[Route]:
    base = "/api/v1/notifications"
    asked = base + "/requests"
    read, write = ("read:notifications",), ("write:notifications",)
    return [
        method(town, base, "GET", index, Who.USER, read),
        method(town, base + "/unread_count", "GET", unread_count, Who.USER, read),
        method(town, base + "/clear", "POST", clear, Who.USER, write),
        method(town, base + "/policy", "GET", show_policy, Who.USER, read),
        method(town, "/api/v2/notifications/policy", "GET", show_policy, Who.USER, read),
        method(town, "/api/v2/notifications/policy", "PATCH", change_policy, Who.USER, write),
        method(town, asked, "GET", requests, Who.USER, read),
        method(town, asked + "/merged", "GET", merged, Who.USER, read),
        method(town, asked + "/accept", "POST", accept_many, Who.USER, write),
        method(town, asked + "/dismiss", "POST", dismiss_many, Who.USER, write),
        method(town, asked + "/{id}", "GET", one_request, Who.USER, read),
        method(town, asked + "/{id}/accept", "POST", accept_one, Who.USER, write),
        method(town, asked + "/{id}/dismiss", "POST", dismiss_one, Who.USER, write),
        method(town, base + "/{id}", "GET", show, Who.USER, read),
        method(town, base + "/{id}/dismiss", "POST", dismiss, Who.USER, write),
        method(town, "/api/v1/markers", "GET", markers, Who.USER, ("read:statuses",)),
        method(town, "/api/v1/markers", "POST", mark, Who.USER, ("write:statuses",)),
    ]


def index(call: Call) -> Response:
    notices, params = call.town.state.notices, call.params
    types, unwanted = set(params.many("types")), set(params.many("exclude_types"))
    sender = to_id(params.text("account_id")) if params.text("account_id") else None
    everything = params.flag("include_filtered")

    def keep(number: int) -> bool:
        notice = notices.by_id[number]
        return (
            (not types or notice.type in types)
            and notice.type not in unwanted
            and (sender is None or notice.sender == sender)
            and (everything or not notice.filtered)
        )

    ids = page(notices.of_account.get(call.me.id, []), call.window(USUAL, MOST), keep)
    entities = [notice_json(call.town, notices.by_id[number], call.me) for number in ids]
    return call.listing(entities, ids)


def show(call: Call) -> Json:
    return notice_json(call.town, _mine(call), call.me)


def clear(call: Call) -> Json:
    call.town.record("notices cleared", account=call.me.id)
    return {}


def dismiss(call: Call) -> Json:
    call.town.record("notice gone", id=_mine(call).id)
    return {}


def unread_count(call: Call) -> Json:
    notices = call.town.state.notices
    last = notices.markers.get(call.me.id, {}).get("notifications", (0, 0, ""))[0]
    count, limit = 0, call.limit(100, MOST_COUNTED)
    for number in reversed(notices.of_account.get(call.me.id, [])):
        if number <= last or count >= limit:
            break
        count += not notices.by_id[number].filtered
    return {"count": count}


def show_policy(call: Call) -> Json:
    return policy_json(call.town, call.me)


def change_policy(call: Call) -> Json:
    policy = asdict(policy_of(call.town, call.me))
    for name in policy:
        if call.params.has(name):
            policy[name] = call.params.text(name)
            if policy[name] not in ANSWERS:
                raise invalid(f"{name.replace('_', ' ').capitalize()} is not included in the list")
    call.town.record("policy", account=call.me.id, **policy)
    return policy_json(call.town, call.me)


def requests(call: Call) -> Response:
    mine = call.town.state.notices.requests.get(call.me.id, {}).values()
    by_id = {request.id: request for request in mine}
    ids = page(sorted(by_id), call.window(USUAL, MOST))
    return call.listing([request_json(call.town, by_id[each], call.me) for each in ids], ids)


def merged(_call: Call) -> Json:
    return {"merged": True}


def one_request(call: Call) -> Json:
    return request_json(call.town, _request(call, call.part()), call.me)


def accept_one(call: Call) -> Json:
    call.town.record("request accepted", id=_request(call, call.part()).id)
    return {}


def dismiss_one(call: Call) -> Json:
    call.town.record("request dismissed", id=_request(call, call.part()).id)
    return {}


def accept_many(call: Call) -> Json:
    for request in [_request(call, number) for number in call.params.many("id")]:
        call.town.record("request accepted", id=request.id)
    return {}


def dismiss_many(call: Call) -> Json:
    for request in [_request(call, number) for number in call.params.many("id")]:
        call.town.record("request dismissed", id=request.id)
    return {}


def markers(call: Call) -> Json:
    marks = call.town.state.notices.markers.get(call.me.id, {})
    asked = call.params.many("timeline") or list(marks)
    return {name: _marker_json(marks[name]) for name in asked if name in marks}


def mark(call: Call) -> Json:
    marks, changed = call.town.state.notices.markers.get(call.me.id, {}), {}
    for name in ("home", "notifications"):
        last = to_id(call.params.inner(name).text("last_read_id"))
        if last < 0:
            continue
        version = marks.get(name, (0, 0, ""))[1] + 1
        call.town.record(
            "marker", account=call.me.id, timeline=name, last=last, version=version, at=call.town.now()
        )
        changed[name] = _marker_json(call.town.state.notices.markers[call.me.id][name])
    return changed


def _marker_json(marker: tuple[int, int, str]) -> dict[str, object]:
    last, version, at = marker
    return {"last_read_id": str(last), "version": version, "updated_at": at}


def _mine(call: Call) -> Notice:
    notice = call.town.state.notices.by_id.get(to_id(call.part()))
    if notice is None or notice.account != call.me.id:
        raise not_found()
    return notice


def _request(call: Call, number: str) -> Request:
    request = call.town.state.notices.requests_by_id.get(to_id(number))
    if request is None or request.account != call.me.id:
        raise not_found()
    return request
