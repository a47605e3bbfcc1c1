"""The page of targets: one line each, added and taken away one by one."""

import uuid
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from starlette.responses import Response

from hilft import accounts, cases, clocks
from hilft.clocks import BadTarget, Kind, Measure, NoSuchTarget, Target
from hilft.ids import AccountId
from hilft.web.case.history import clock_name
from hilft.web.doors import Door
from hilft.web.visit import Visit

_MINUTES = {"minutes": 1, "hours": 60, "days": 1440}


async def show(visit: Visit) -> Response:
    found = await clocks.targets_of(visit.conn, visit.brand.id)
    own = await accounts.accounts(visit.conn, visit.brand.id)
    return visit.page(
        "targets/page.html",
        targets=found,
        accounts=[each for each in own if each.state != "removed"],
        names={each.id: each.handle for each in own},
        clock_name=lambda kind: clock_name(kind, visit.language),
        kinds=list(Kind),
    )


async def add(visit: Visit) -> Response:
    visit.agent.check_leads()
    found = await clocks.targets_of(visit.conn, visit.brand.id)
    await clocks.put_targets(visit.tx, visit.brand.id, [*found, await _read(visit)], visit.now)
    return visit.done("/desk/targets", visit.language.gettext("Saved."))


async def drop(visit: Visit) -> Response:
    visit.agent.check_leads()
    await clocks.drop_target(visit.tx, visit.brand.id, _id(visit), visit.now)
    return visit.done("/desk/targets", visit.language.gettext("Removed."))


async def _read(visit: Visit) -> Target:
    try:
        minutes = Decimal(visit.text("amount").replace(",", ".")) * _MINUTES[visit.text("unit", "minutes")]
        plain = Target(
            uuid.uuid4(), Kind(visit.text("kind")), None, "", visit.text("priority"), minutes,
            Measure(visit.text("measure")), int(visit.text("warn") or "75"),
        )  # fmt: skip
        account_id = AccountId(uuid.UUID(visit.text("account"))) if visit.text("account") else None
    except (ValueError, KeyError, InvalidOperation):
        raise BadTarget(what=visit.text("amount")[:40] or "?") from None
    if account_id is not None:
        await accounts.account(visit.conn, visit.brand.id, account_id)
    tag = cases.read_tag(visit.text("tag")) if visit.text("tag").strip() else ""
    return replace(plain, account_id=account_id, tag=tag)


def _id(visit: Visit) -> uuid.UUID:
    try:
        return uuid.UUID(visit.request.path_params["id"])
    except ValueError:
        raise NoSuchTarget from None


DOORS = (
    Door("/desk/targets", show),
    Door("/desk/targets", add, post=True),
    Door("/desk/targets/{id}/drop", drop, post=True),
)
