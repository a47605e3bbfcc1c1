"""The cards of calls at one's own telephone. First paint, live update and catch-up all come through here."""

from markupsafe import Markup

from hilft import calls
from hilft.web.languages import N_
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


async def region(visit: Visit) -> Markup:
    """Render what rings at the agent's telephone and what they have in hand; empty most of the time."""
    cards = await calls.cards(visit.conn, visit.agent, visit.now)
    values: dict[str, object] = {"cards": cards, "keys": KEYS}
    return Markup(visit.paint("calls/_cards.html", **values)) if cards else Markup()  # noqa: S704 - autoescaped
