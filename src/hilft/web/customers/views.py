"""A customer's page; linking with somebody else's case, and taking a link back."""

import uuid

from starlette.responses import Response

from hilft import cases, customers, memory, staff
from hilft.customers import Evidence, GroupKind
from hilft.ids import CustomerId
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

EVIDENCE = {
    Evidence.SECURE_FORM: N_("secure form answered from a private message"),
    Evidence.CODE_SPOKEN: N_("case code spoken on the phone"),
    Evidence.CUSTOMER_NUMBER: N_("same confirmed customer number"),
    Evidence.AGENT: N_("decided by a colleague"),
}
KEYS = {
    "customer_number": N_("Customer number"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "tariff": N_("Tariff"),
    "contract_owner": N_("Contract owner"),
}


async def show(visit: Visit) -> Response:
    brand_id = visit.brand.id
    person = await customers.customer(visit.conn, brand_id, _id(visit))
    team = {each.id: each for each in await staff.colleagues(visit.conn, brand_id)}
    return visit.page(
        "customers/page.html",
        person=person,
        handles=await customers.handles_of_customer(visit.conn, brand_id, person.id),
        former=await customers.names_before(visit.conn, brand_id, person.id),
        links=await customers.links_of(visit.conn, brand_id, person.id),
        groups=await customers.groups_of(visit.conn, brand_id, person.id),
        facts=await memory.identity_of(visit.conn, brand_id, person.id),
        same=await memory.same_number(visit.conn, brand_id, person.id),
        cases=await cases.cases_of(visit.conn, visit.agent, person.id),
        names={each: team[each].name for each in team},
        evidence=EVIDENCE,
        keys=KEYS,
    )


async def link(visit: Visit) -> Response:
    """Link with the customer of a case, or with one named by a suggestion."""
    other = await _other(visit)
    await customers.link(
        visit.tx, visit.brand.id, _id(visit), other, _evidence(visit), visit.now,
        reason=visit.text("reason"), agent_id=visit.agent.id,
    )  # fmt: skip
    return visit.done(f"/desk/customers/{_id(visit)}", visit.language.gettext("Linked."))


async def unlink(visit: Visit) -> Response:
    await customers.unlink(visit.tx, visit.brand.id, _uuid(visit, "link"), visit.agent.id, visit.now)
    return visit.done(f"/desk/customers/{_id(visit)}", visit.language.gettext("Separated again."))


async def group(visit: Visit) -> Response:
    """Found a household or a company with the customer, or take them out of one."""
    if visit.text("leave"):
        await customers.drop_member(visit.tx, visit.brand.id, _read(visit.text("leave")), _id(visit))
    elif visit.text("join"):
        other = await _other(visit)
        await customers.add_member(visit.tx, visit.brand.id, _read(visit.text("join")), other, visit.now)
    else:
        kind = GroupKind.COMPANY if visit.text("kind") == "company" else GroupKind.HOUSEHOLD
        await customers.found_group(visit.tx, visit.brand.id, kind, visit.text("name"), _id(visit), visit.now)
    return visit.done(f"/desk/customers/{_id(visit)}")


async def _other(visit: Visit) -> CustomerId:
    if visit.text("customer"):
        return CustomerId(_read(visit.text("customer")))
    case = await cases.find(visit.conn, visit.agent, visit.text("code"))
    return (await cases.customer_panel(visit.conn, visit.agent, case)).customer_id


def _evidence(visit: Visit) -> Evidence:
    """What an agent may vouch for; a form answers for itself."""
    given = visit.text("evidence", Evidence.AGENT)
    return Evidence(given) if given in {Evidence.CODE_SPOKEN, Evidence.CUSTOMER_NUMBER} else Evidence.AGENT


def _id(visit: Visit) -> CustomerId:
    return CustomerId(_uuid(visit, "id"))


def _uuid(visit: Visit, name: str) -> uuid.UUID:
    return _read(visit.request.path_params[name])


def _read(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None


DOORS = (
    Door("/desk/customers/{id}", show),
    Door("/desk/customers/{id}/link", link, post=True),
    Door("/desk/customers/{id}/group", group, post=True),
    Door("/desk/customers/{id}/links/{link}/undo", unlink, post=True),
)
