"""What anybody with the code may know of a case: how it stands. Nothing of what was said, nothing of whom."""

from dataclasses import dataclass
from datetime import datetime

from hilft.cases import store
from hilft.cases.codes import read_code
from hilft.cases.model import CaseState
from hilft.db import Connection
from hilft.ids import BrandId, CaseId
from hilft.staff import agent_by_id


@dataclass(frozen=True, slots=True)
class Status:
    """``first_name`` of who has it; ``for_others``: somebody else is waited for, not the customer."""

    case_id: CaseId
    code: str
    state: CaseState
    opened_at: datetime
    changed_at: datetime
    first_name: str
    answered: bool
    for_others: bool
    customer_waits: bool


async def status(conn: Connection, brand_id: BrandId, code: str) -> Status | None:
    """Give how the case with this code stands; None alike for a wrong code and for one that is none."""
    read = read_code(code)
    case = await store.case_by_code(conn, brand_id, read) if read else None
    while case is not None and case.joined_into_id is not None:
        case = await store.read_case(conn, brand_id, case.joined_into_id)
    if case is None:
        return None
    owner = await agent_by_id(conn, brand_id, case.owner_id) if case.owner_id else None
    spoken = await store.answered_by_people(conn, brand_id, case.id, case.opened_at)
    known = (case.opened_at, case.last_message_at, case.solved_at, case.closed_at)
    return Status(
        case_id=case.id,
        code=case.written_code,
        state=case.state,
        opened_at=case.opened_at,
        changed_at=max(each for each in known if each is not None),
        first_name=owner.first_name if owner else "",
        answered=spoken.first_answer_at is not None,
        for_others=case.waiting_for != "",
        customer_waits=case.waiting_since is not None,
    )
