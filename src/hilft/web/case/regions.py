"""The live parts of an open case. First paint, live update and catch-up all come through here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from hilft import accounts, cases, clocks, news, staff
from hilft.cases import Case, MessageRow, NoteRow, TimelineRow
from hilft.ids import DeliveryId, MessageId
from hilft.web.case.exposed import exposed
from hilft.web.case.history import clock_name, sentence
from hilft.web.knowledge.regions import values as knowledge
from hilft.web.visit import Visit

MESSAGES = 50


@dataclass(frozen=True, slots=True)
class Said:
    """One thing in the thread: a message or a note."""

    at: datetime
    message: MessageRow | None = None
    note: NoteRow | None = None


async def regions(visit: Visit, case: Case) -> dict[str, Markup]:
    """Render head, brief, thread and side of a case the agent may see."""
    brief = await cases.brief(visit.tx, visit.agent, case, visit.now)
    person = await cases.customer_panel(visit.conn, visit.agent, case)
    history = await cases.history(visit.conn, visit.agent, case)
    values: dict[str, object] = {
        "case": case,
        "person": person,
        "handle": next((each for each in person.handles if each.id == case.handle_id), None),
        "account": await accounts.account(visit.conn, visit.brand.id, case.account_id),
        "owner": await staff.agent_by_id(visit.conn, visit.brand.id, case.owner_id)
        if case.owner_id
        else None,
        "said": await said(visit, case),
        "history": history,
        "mentions": await cases.mentions(visit.conn, visit.agent, case, history),
        "sentence": lambda line: sentence(line, visit.language),
        "limit": MESSAGES,
        "clocks": clocks.shown(await clocks.clocks_of(visit.conn, visit.brand.id, case.id)),
        "clock_name": lambda kind: clock_name(kind, visit.language),
    } | knowledge(brief, visit.clock)
    values |= await exposed(visit, case)
    values["answered_news"] = await _answered_news(visit, history)
    return {
        name: Markup(visit.paint(f"case/_{name}.html", **values))  # noqa: S704 - autoescaped
        for name in ("head", "brief", "thread", "side")
    }


async def _answered_news(visit: Visit, history: list[TimelineRow]) -> list[news.Told]:
    """Give the announcements that this case answers; asked only where the timeline says so."""
    carried = [
        DeliveryId(UUID(str(line.refs["delivery"]))) for line in history if line.kind == "message.on_news"
    ]
    return await news.told(visit.conn, visit.brand.id, list(dict.fromkeys(carried))) if carried else []


async def said(visit: Visit, case: Case, before: MessageId | None = None) -> list[Said]:
    """Give up to 50 messages before ``before`` (default: the newest), with the notes of the same time, oldest first."""
    messages = await cases.conversation(visit.conn, visit.agent, case, before, MESSAGES)
    notes = await cases.notes(visit.conn, visit.agent, case) if messages or before is None else []
    whole = len(messages) < MESSAGES
    first = messages[0].occurred_at if messages else None
    last = messages[-1].occurred_at if messages and before is not None else None
    shown = [
        Said(note.created_at, note=note)
        for note in notes
        if (whole or first is None or note.created_at >= first) and (last is None or note.created_at <= last)
    ]
    every = [Said(message.occurred_at, message=message) for message in messages] + shown
    return sorted(every, key=lambda each: each.at)
