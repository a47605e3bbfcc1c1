"""Hints beside what is being written: known already, promised until, too vague, too public. They never block."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from hilft import cases
from hilft.channels import Visibility
from hilft.memory import Asked, Key, Wish
from hilft.problems import NotFound
from hilft.web.languages import N_, Language, choose
from hilft.web.visit import Visit

_LONGEST_REASON = 500

LABELS = {
    Key.CUSTOMER_NUMBER: N_("Customer number"),
    Key.PHONE: N_("Telephone"),
    Key.EMAIL: N_("Mail"),
    Key.ADDRESS: N_("Address"),
    Key.TARIFF: N_("Tariff"),
    Key.DEVICE: N_("Device"),
    Key.SINCE_WHEN: N_("Since when"),
    Key.SYMPTOM: N_("Fault"),
    Key.SCOPE: N_("What is affected"),
    Key.TRIED_RESTART: N_("Restart"),
    Key.TRIED_CABLE: N_("Cables checked"),
    Key.TRIED_RESET: N_("Reset"),
    Key.TRIED_OTHER_SOCKET: N_("Other socket"),
    Key.ERROR_CODE: N_("Error code"),
    Key.CONTRACT_OWNER: N_("Contract owner"),
    Key.APPOINTMENT: N_("Appointment"),
    Key.WANTED: N_("Wanted"),
    Key.PREFERRED_CONTACT_TIME: N_("When to call"),
    Key.ORDER_NUMBER: N_("Order number"),
}
KINDS = {
    "customer_number": N_("customer number"),
    "phone": N_("telephone number"),
    "email": N_("mail address"),
    "iban": N_("bank account"),
    "card": N_("payment card"),
    "number": N_("personal number"),
    "address": N_("address"),
    "order_number": N_("order or ticket number"),
    "name": N_("full name"),
}
_YES, _NO = N_("done"), N_("not done")


@dataclass(frozen=True, slots=True)
class Told:
    """What the agent decided on hints before sending."""

    promises: tuple[Wish, ...]
    on_purpose: Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Again:
    """A question whose answer is known, as it is shown; ``sentence`` is what can stand in its place."""

    asked: Asked
    label: str
    value: str
    sentence: str


async def check(visit: Visit) -> Response:
    """Give the hints for a draft as a fragment; none for a note."""
    kind, text, code = visit.text("kind"), visit.text("text"), str(visit.request.path_params["code"])
    if kind not in {each.value for each in Visibility} or not text.strip():
        return visit.page("composer/_hints.html", found=None)
    found = await cases.check_draft(visit.tx, visit.agent, code, text, Visibility(kind), visit.now)
    theirs = choose((visit.brand.language,), "", "")
    return visit.page(
        "composer/_hints.html",
        found=found,
        text=text,
        again=[_again(each, visit.language, theirs) for each in found.asked],
        kinds=KINDS,
    )


def _again(asked: Asked, mine: Language, theirs: Language) -> Again:
    """Show in the agent's language; what goes into the answer is in the brand's."""
    value, label = asked.known.value, LABELS[asked.key]
    if asked.key.value.startswith("tried_"):
        done = _YES if value == "yes" else _NO
        return Again(
            asked,
            mine.gettext(label),
            mine.gettext(done),
            f"{theirs.gettext(label)}: {theirs.gettext(done)}.",
        )
    return Again(asked, mine.gettext(label), value, f"{theirs.gettext(label)}: {value}.")


async def take_over(visit: Visit) -> Response:
    """Count that a known answer was taken over."""
    code = str(visit.request.path_params["code"])
    await cases.take_over(visit.tx, visit.agent, code, _key(visit.text("key")), visit.now)
    return JSONResponse({})


async def told(visit: Visit, code: str) -> Told:
    """Read from the form what is not to be kept track of, and why something is asked on purpose."""
    unticked = {each for each in visit.form.getlist("untracked") if isinstance(each, str)}
    found = await cases.promised_in(visit.conn, visit.agent, code, visit.text("text"), visit.now)
    reasons = [each.partition(" ") for each in visit.form.getlist("on_purpose") if isinstance(each, str)]
    return Told(
        promises=tuple(Wish(each.text, each.due_at) for each in found if each.text not in unticked),
        on_purpose={_key(key): reason[:_LONGEST_REASON] for key, _, reason in reasons},
    )


def _key(text: str) -> Key:
    try:
        return Key(text)
    except ValueError:
        raise NotFound from None
