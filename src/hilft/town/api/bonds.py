"""Follows, blocks, mutes and the lists of them."""

from collections.abc import Callable

from starlette.responses import Response
from starlette.routing import Route

from hilft.town.acts.bonding import block, follow, mute, unfollow
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.entities.account import account_json, relationship_json
from hilft.town.seeing import find_account, to_id
from hilft.town.state.accounts import Account
from hilft.town.state.paging import page
from hilft.town.town import Town


def routes(town: Town) -> list[Route]:
    one = "/api/v1/accounts/{id}"
    follows, blocks, mutes = (("write:" + name, "follow") for name in ("follows", "blocks", "mutes"))
    read = ("read:accounts",)
    return [
        method(
            town, "/api/v1/accounts/relationships", "GET", relationships, Who.USER, ("read:follows", "follow")
        ),
        method(town, one + "/follow", "POST", do_follow, Who.USER, follows),
        method(town, one + "/unfollow", "POST", do_unfollow, Who.USER, follows),
        method(town, one + "/remove_from_followers", "POST", remove_follower, Who.USER, follows),
        method(town, one + "/block", "POST", do_block, Who.USER, blocks),
        method(town, one + "/unblock", "POST", do_unblock, Who.USER, blocks),
        method(town, one + "/mute", "POST", do_mute, Who.USER, mutes),
        method(town, one + "/unmute", "POST", do_unmute, Who.USER, mutes),
        method(town, one + "/followers", "GET", followers, Who.ANYONE, read),
        method(town, one + "/following", "GET", following, Who.ANYONE, read),
        method(town, "/api/v1/blocks", "GET", blocked, Who.USER, ("read:blocks", "follow")),
        method(town, "/api/v1/mutes", "GET", muted, Who.USER, ("read:mutes", "follow")),
    ]


def relationships(call: Call) -> Json:
    by_id = call.town.state.accounts.by_id
    found = [by_id.get(to_id(number)) for number in call.params.many("id")]
    return [relationship_json(call.town, call.me, each) for each in found if each is not None]


def do_follow(call: Call) -> Json:
    params = call.params

    def act(town: Town, me: Account, target: Account) -> None:
        known = town.state.bonds.following.get(me.id, {}).get(target.id)
        reblogs = params.flag("reblogs", default=known.reblogs if known else True)
        notices = params.flag("notify", default=known.notify if known else False)
        follow(town, me, target, reblogs=reblogs, notices=notices)

    return _bond(call, act)


def do_unfollow(call: Call) -> Json:
    return _bond(call, unfollow)


def remove_follower(call: Call) -> Json:
    return _bond(call, lambda town, me, target: unfollow(town, target, me))


def do_block(call: Call) -> Json:
    return _bond(call, block)


def do_unblock(call: Call) -> Json:
    return _bond(call, lambda town, me, target: town.record("unblock", account=me.id, target=target.id))


def do_mute(call: Call) -> Json:
    notifications = call.params.flag("notifications", default=True)
    return _bond(call, lambda town, me, target: mute(town, me, target, notifications=notifications))


def do_unmute(call: Call) -> Json:
    return _bond(call, lambda town, me, target: town.record("unmute", account=me.id, target=target.id))


def followers(call: Call) -> Response:
    account = find_account(call.town.state, call.part())
    return _follows(call, call.town.state.bonds.in_ids.get(account.id, []), incoming=True)


def following(call: Call) -> Response:
    account = find_account(call.town.state, call.part())
    return _follows(call, call.town.state.bonds.out_ids.get(account.id, []), incoming=False)


def blocked(call: Call) -> Response:
    blocks = call.town.state.bonds.blocks.get(call.me.id, {})
    return _people(call, {bond: target for target, bond in blocks.items()})


def muted(call: Call) -> Response:
    mutes = call.town.state.bonds.mutes.get(call.me.id, {})
    return _people(call, {bond: target for target, (bond, _) in mutes.items()})


def _bond(call: Call, act: Callable[[Town, Account, Account], None]) -> Json:
    target = find_account(call.town.state, call.part())
    act(call.town, call.me, target)
    return relationship_json(call.town, call.me, target)


def _follows(call: Call, ids: list[int], *, incoming: bool) -> Response:
    window = call.window(40, 80)
    bonds = page(ids, window)
    state = call.town.state
    found = [state.bonds.by_id[bond] for bond in bonds]
    people = [state.accounts.by_id[each.account if incoming else each.target] for each in found]
    entities = [account_json(call.town, account) for account in people]
    return call.listing(entities, bonds, following=len(bonds) == window.limit)


def _people(call: Call, by_bond: dict[int, int]) -> Response:
    window = call.window(40, 80)
    bonds = page(sorted(by_bond), window)
    entities = [account_json(call.town, call.town.state.accounts.by_id[by_bond[bond]]) for bond in bonds]
    return call.listing(entities, bonds, following=len(bonds) == window.limit)
