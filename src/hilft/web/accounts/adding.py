"""Adding an account: choose a channel, fill in the fields of its own form, try it at the network, keep it.

The network is asked outside any transaction. Whatever is wrong comes back as one sentence above the form, with all
that was typed but the secrets.
"""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from hilft import accounts, channels
from hilft.accounts import Account, AccountRole, Tried, Wanted
from hilft.channels import ChannelError, Manifest
from hilft.db import transaction
from hilft.problems import NotFound, Problem
from hilft.web.channel_folder import channel_file
from hilft.web.doors import Door, admit
from hilft.web.paint import paint_form
from hilft.web.visit import Visit

_UNPROCESSABLE = 422
_FORM_BYTES = 256 * 1024


async def choose(visit: Visit) -> Response:
    """Show every channel that is installed."""
    _ = visit.admin
    return visit.page("accounts/choose.html", manifests=list(channels.manifests().values()))


async def ask(visit: Visit) -> Response:
    """Show the fields of one channel; ``renew`` names an account whose settings are filled in."""
    _ = visit.admin
    manifest = _manifest(visit)
    values: Mapping[str, str] = {}
    role = AccountRole.SERVICE
    known = await _renewed(visit, manifest)
    if known is not None:
        values, role = {name: str(value) for name, value in known.settings.items()}, known.role
    return _form(visit, manifest, values, role)


async def add(visit: Visit) -> Response:
    """Try what was typed; keep it unless only a try was wished."""
    _ = visit.admin
    manifest = _manifest(visit)
    role = AccountRole.MAIN if visit.text("role") == AccountRole.MAIN else AccountRole.SERVICE
    typed = {each.name: visit.text(each.name) for each in manifest.fields}
    values = {each.name: typed[each.name] for each in manifest.fields if not each.secret}
    try:
        tried = await _tried(visit, accounts.wanted(manifest, role, typed))
    except ChannelError as error:
        return _form(visit, manifest, values, role, wrong=visit.language.filled(error.reason, error.details))
    except Problem as problem:
        return _form(visit, manifest, values, role, wrong=visit.language.sentence(problem))
    if visit.text("only") == "try":
        return _form(visit, manifest, values, role, works=tried.profile.handle)
    account = await _kept(visit, tried)
    if not tried.receives:
        return visit.done("/desk/accounts")
    shown = [(each.label, tried.made[each.name]) for each in manifest.fields if each.name in tried.made]
    address = f"{visit.house.origin}/hooks/{account.channel}/{account.id}"
    return visit.page("accounts/added.html", account=account, address=address, shown=shown)


async def _tried(visit: Visit, wanted: Wanted) -> Tried:
    house = visit.house
    return await accounts.try_out(house.pool, house.vault, house.surroundings, visit.brand.id, wanted)


async def _kept(visit: Visit, tried: Tried) -> Account:
    """The network may have taken a minute: who was an administrator then is asked again."""
    async with transaction(visit.house.pool) as visit.open_tx:
        await admit(visit)
        agent = visit.admin
        now = visit.house.now()
        return await accounts.keep_tried(visit.tx, visit.house.vault, visit.brand.id, tried, now, agent.id)


def _manifest(visit: Visit) -> Manifest:
    found = channels.manifests().get(str(visit.request.path_params["kind"]))
    if found is None:
        raise NotFound
    return found


async def _renewed(visit: Visit, manifest: Manifest) -> Account | None:
    given = visit.query("renew")
    if not given:
        return None
    try:
        found = await accounts.account(visit.conn, visit.brand.id, UUID(given))
    except ValueError:
        raise NotFound from None
    if found.channel != manifest.kind:
        raise NotFound
    return found


def _form(
    visit: Visit,
    manifest: Manifest,
    values: Mapping[str, str],
    role: AccountRole,
    *,
    wrong: str = "",
    works: str = "",
) -> Response:
    source = (channel_file(manifest.kind, "settings.html") or b"").decode()
    fields = paint_form(source, visit.language, values)
    return visit.page(
        "accounts/add.html",
        _UNPROCESSABLE if wrong else 200,
        manifest=manifest,
        fields=fields,
        role=role.value,
        wrong=wrong,
        works=works,
    )


DOORS = (
    Door("/desk/accounts/add", choose),
    Door("/desk/accounts/add/{kind}", ask),
    Door("/desk/accounts/add/{kind}", add, post=True, apart=True, largest=_FORM_BYTES),
)
