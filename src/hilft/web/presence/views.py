"""The page of presence: one's own, the team's, and how the team works; team leads and administrators write that."""

from decimal import Decimal, InvalidOperation

from starlette.responses import Response

from hilft import staff
from hilft.problems import Problem
from hilft.staff import BadRule, Presence, PresenceRules
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

# What a rule's problem may name.
_AWAY, _OPEN, _RATE = N_("Minutes until away"), N_("Open cases at most"), N_("Cases an hour")


async def show(visit: Visit) -> Response:
    return await _page(visit, saved=visit.query("saved"))


async def say(visit: Visit) -> Response:
    """Be here, away (and why) or off. From the menu of a page one stays there."""
    wish = {"away": Presence.AWAY, "off": Presence.OFF}.get(visit.text("presence"), Presence.HERE)
    reason = visit.text("reason") if wish is Presence.AWAY else ""
    await staff.set_presence(visit.tx, visit.agent, wish, visit.now, reason, visit.brand.language)
    go = "/desk/presence" if visit.text("go") == "presence" else "/desk/inbox"
    return visit.done(go, reload=True)


async def save(visit: Visit) -> Response:
    """Keep how the team works; what cannot be is said above the form."""
    visit.agent.check_leads()
    try:
        await staff.save_presence_rules(visit.tx, visit.agent, _typed(visit), visit.now)
    except Problem as problem:
        if visit.wants_json:
            raise
        return await _page(visit, wrong=visit.language.sentence(problem), status=problem.status)
    return visit.done("/desk/presence?saved=1")


async def _page(visit: Visit, *, saved: str = "", wrong: str = "", status: int = 200) -> Response:
    return visit.page(
        "presence/page.html",
        status,
        team=await staff.presences(visit.conn, visit.brand.id),
        rules=await staff.presence_rules(visit.conn, visit.brand.id, visit.brand.language),
        fields=visit.form if wrong else {},
        saved=saved,
        wrong=wrong,
    )


def _typed(visit: Visit) -> PresenceRules:
    reasons = [line for line in visit.text("reasons").split("\n") if line.strip()]
    return PresenceRules(
        away_after=_whole(visit.text("away_after"), _AWAY, 1440),
        reasons=tuple(reasons),
        giving=visit.text("giving") == "on",
        most_open=_whole(visit.text("most_open"), _OPEN, 1000),
        per_hour=_decimal(visit.text("per_hour")),
    )


def _whole(text: str, what: str, most: int) -> int:
    plain = text.strip() or "0"
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(most))):
        raise BadRule(what=what, least=0, most=most)
    return int(plain)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise BadRule(what=_RATE, least="0.1", most=1000) from None


DOORS = (
    Door("/desk/presence", show),
    Door("/desk/presence", say, post=True),
    Door("/desk/presence/rules", save, post=True),
)
