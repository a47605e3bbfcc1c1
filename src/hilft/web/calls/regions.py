"""The cards of calls at one's own telephone. First paint, live update and catch-up all come through here."""

from dataclasses import replace

from hilft import calls
from hilft.db import transaction
from hilft.memory import Brief, BriefLine, Part
from hilft.web.knowledge import words
from hilft.web.languages import N_
from hilft.web.region import Region
from hilft.web.region import region as made
from hilft.web.shared import Shared
from hilft.web.visit import Visit

KEYS = {
    "customer_number": N_("Customer number"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "tariff": N_("Tariff"),
    "device": N_("Device"),
    "since_when": N_("Since when"),
    "symptom": N_("Symptom"),
    "scope": N_("Scope"),
    "error_code": N_("Error code"),
    "contract_owner": N_("Contract owner"),
    "appointment": N_("Appointment"),
    "wanted": N_("Wanted"),
    "preferred_contact_time": N_("When to call"),
    "order_number": N_("Order number"),
    "tried_restart": N_("Tried: restart"),
    "tried_cable": N_("Tried: cable"),
    "tried_reset": N_("Tried: reset"),
    "tried_other_socket": N_("Tried: other socket"),
}


def words_of(visit: Visit) -> dict[str, object]:
    """Give what a template needs to say a brief: its parts, a line, where a line comes from."""

    def parts(brief: Brief) -> list[tuple[str, str, list[BriefLine]]]:
        return [(part.value, words.PARTS[part], brief.part(part)) for part in Part if brief.part(part)]

    return {
        "parts_of": parts,
        "line_text": lambda line: words.sentence(line, visit.clock),
        "said_of": lambda source: words.said_of(source, visit.clock),
    }


SHARED: Shared[bool] = Shared()


async def region(visit: Visit, woken: float) -> Region:
    """Render what rings at the agent's telephone and what they have in hand.

    Most of the time nobody of a brand has anything, which is asked once for all of them. ``woken``: what was read
    since then for somebody else will do.
    """

    async def ask() -> bool:
        if visit.open_tx is not None:
            return await calls.any_cards(visit.conn, visit.brand.id, visit.now)
        async with transaction(visit.house.pool) as tx:
            return await calls.any_cards(tx.conn, visit.brand.id, visit.now)

    if not await SHARED.get((visit.brand.id,), woken, ask, wait=visit.open_tx is None):
        return _NONE
    if visit.open_tx is not None:
        return await _cards(visit)
    async with transaction(visit.house.pool) as tx:
        return await _cards(replace(visit, open_tx=tx))


async def _cards(visit: Visit) -> Region:
    cards = await calls.cards(visit.tx, visit.agent, visit.now)
    return (
        made("call", visit.paint("calls/_cards.html", cards=cards, keys=KEYS, **words_of(visit)))
        if cards
        else _NONE
    )


_NONE = made("call", "")
