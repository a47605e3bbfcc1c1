"""Accounts: register, look up, profile, bonds, deletion."""

from starlette.responses import Response
from starlette.routing import Route

from hilft.town.acts.joining import check, grant, leave, register
from hilft.town.acts.passwords import seal
from hilft.town.acts.uploading import keep_picture
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.api.oauth import token_json
from hilft.town.api.params import Params
from hilft.town.entities.account import account_json, credential_json, find_mention
from hilft.town.entities.status import status_json
from hilft.town.seeing import can_see, find_account, to_id
from hilft.town.state.paging import page
from hilft.town.state.statuses import VISIBILITIES
from hilft.town.town import Town
from hilft.town.trouble import invalid, not_allowed, not_found

MOST_NAME, MOST_NOTE, MOST_FIELDS, MOST_FIELD = 30, 500, 4, 255
MOST_FOUND = 80


def routes(town: Town) -> list[Route]:
    base, one = "/api/v1/accounts", "/api/v1/accounts/{id}"
    read, write = ("read:accounts",), ("write:accounts",)
    own = ("read:accounts", "profile")
    return [
        method(town, base, "POST", create, Who.APP, write),
        method(town, base, "GET", many, Who.ANYONE, read),
        method(town, base + "/verify_credentials", "GET", verify, Who.USER, own),
        method(town, base + "/update_credentials", "PATCH", update, Who.USER, write),
        method(town, base + "/lookup", "GET", lookup, Who.ANYONE, read),
        method(town, base + "/search", "GET", search, Who.USER, read),
        method(town, one, "GET", show, Who.ANYONE, read),
        method(town, one + "/statuses", "GET", statuses, Who.ANYONE, ("read:statuses",)),
        method(town, "/api/v1/town/delete_account", "POST", go, Who.USER, write),
    ]


async def create(call: Call) -> Json:
    if not call.town.settings.open_registration:
        raise not_allowed()
    assert call.token is not None
    params = call.params
    username, email, password = params.text("username"), params.text("email"), params.text("password")
    agreement = params.flag("agreement")
    check(call.town, username, email, password, agreement=agreement)
    sealed = await seal(password)
    # Sealing takes a while: somebody else may have taken the name meanwhile.
    check(call.town, username, email, password, agreement=agreement)
    locale = params.text("locale", "en")[:8]
    account = register(call.town, username, email=email, password=sealed, locale=locale)
    app = call.town.state.keys.apps[call.token.app]
    return token_json(grant(call.town, app, account, call.token.scopes))


def many(call: Call) -> Json:
    by_id = call.town.state.accounts.by_id
    found = [by_id.get(to_id(number)) for number in call.params.many("id")]
    return [account_json(call.town, account) for account in found if account is not None]


def verify(call: Call) -> Json:
    return credential_json(call.town, call.me)


async def update(call: Call) -> Json:
    changes = _changes(call)
    for picture in ("avatar", "header"):
        file = call.params.file(picture)
        if file is not None:
            changes[picture] = await keep_picture(call.town, await file.read())
    call.town.record("profile", id=call.me.id, changes=changes)
    return credential_json(call.town, call.me)


def lookup(call: Call) -> Json:
    account = find_mention(call.town, call.params.text("acct").removeprefix("@"))
    if account is None:
        raise not_found()
    return account_json(call.town, account)


def search(call: Call) -> Json:
    words = call.params.text("q").strip().removeprefix("@")
    exact = find_mention(call.town, words)
    found = [] if exact is None else [exact]
    limit = call.limit(40, MOST_FOUND)
    if words and "@" not in words:
        found += [each for each in call.town.state.accounts.search(words, limit) if each is not exact]
    if call.viewer is not None and call.params.flag("following"):
        following = call.town.state.bonds.following.get(call.viewer.id, {})
        found = [each for each in found if each.id in following]
    return [account_json(call.town, account) for account in found[:limit]]


def show(call: Call) -> Json:
    return account_json(call.town, find_account(call.town.state, call.part()))


def statuses(call: Call) -> Response:
    """Own direct ones included; others see what is for them."""
    state, params = call.town.state, call.params
    account = find_account(state, call.part())
    if call.viewer is not None and state.bonds.is_blocking(account.id, call.viewer.id):
        return call.listing([], [])
    tag = params.text("tagged").lower()

    def keep(number: int) -> bool:
        status = state.statuses.by_id[number]
        to_others = status.reply and status.reply_to_account != account.id
        return (
            can_see(state, call.viewer, status)
            and not (params.flag("exclude_replies") and to_others)
            and not (params.flag("exclude_reblogs") and status.reblog_of is not None)
            and not (params.flag("only_media") and not status.media)
            and not params.flag("pinned")
            and (not tag or tag in status.tags)
        )

    window = call.window(20)
    ids = page(state.statuses.of_account.get(account.id, []), window, keep)
    entities = [status_json(call.town, state.statuses.by_id[each], call.viewer) for each in ids]
    return call.listing(entities, ids, following=len(ids) == window.limit)


def go(call: Call) -> Json:
    leave(call.town, call.me)
    return {}


def _changes(call: Call) -> dict[str, object]:
    params, changes = call.params, dict[str, object]()
    for name, most in (("display_name", MOST_NAME), ("note", MOST_NOTE)):
        if params.has(name):
            changes[name] = text = params.text(name)
            if len(text) > most:
                title = name.replace("_", " ").capitalize()
                raise invalid(f"{title} is too long (maximum is {most} characters)")
    for name in ("bot", "locked", "discoverable"):
        if params.has(name):
            changes[name] = params.flag(name)
    if params.has("fields_attributes"):
        changes["fields"] = _fields(params.rows("fields_attributes"))
    return changes | _source(params.inner("source"))


def _fields(rows: list[Params]) -> list[dict[str, str]]:
    fields = [{"name": row.text("name"), "value": row.text("value")} for row in rows]
    if len(fields) > MOST_FIELDS or any(
        len(text) > MOST_FIELD for field in fields for text in field.values()
    ):
        raise invalid("Fields are too many or too long")
    return [field for field in fields if field["name"] or field["value"]]


def _source(source: Params) -> dict[str, object]:
    changes: dict[str, object] = {}
    if source.has("privacy"):
        changes["privacy"] = source.text("privacy")
        if changes["privacy"] not in VISIBILITIES:
            raise invalid("Visibility is not included in the list")
    if source.has("sensitive"):
        changes["sensitive"] = source.flag("sensitive")
    if source.has("language"):
        changes["language"] = source.text("language") or None
    return changes
