"""Everything of an open case that a page carries: its live regions, the composer, the dialogs."""

from dataclasses import dataclass

from markupsafe import Markup

from hilft import cases, staff
from hilft.cases import AttachmentRow, Case, DraftRow
from hilft.web.case.regions import regions
from hilft.web.case.snoozing import PRESETS
from hilft.web.composer.modes import Mode, modes
from hilft.web.place import Place
from hilft.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Pane:
    case: Case
    title: str
    regions: dict[str, Markup]
    modes: list[Mode]
    drafts: dict[str, DraftRow]
    uploads: list[AttachmentRow]
    team: list[staff.Agent]
    presets: dict[str, str]
    tags: list[str]


async def pane(visit: Visit, place: Place) -> Pane:
    """Read the case of the place and note that the agent has seen it; raises NoSuchCase."""
    case = await cases.find(visit.conn, visit.agent, place.code)
    await cases.mark_seen(visit.tx, visit.agent, case.code, visit.now)
    drafts = await cases.drafts_of(visit.conn, visit.agent, case)
    team = await staff.colleagues(visit.conn, visit.brand.id)
    return Pane(
        case=case,
        title=case.written_code,
        regions=await regions(visit, case),
        modes=await modes(visit, case),
        drafts={kind.value: draft for kind, draft in drafts.items()},
        uploads=await cases.draft_attachments(visit.conn, visit.agent, case),
        team=sorted(
            (each for each in team if each.id != visit.agent.id),
            key=lambda each: (each.presence is not staff.Presence.HERE, each.name),
        ),
        presets=PRESETS,
        tags=await cases.tags_in_use(visit.conn, visit.agent),
    )
