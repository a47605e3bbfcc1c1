"""What anybody with the code may know of a case: how it stands. Nothing of what was said, nothing of whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hilft.cases import store
from hilft.cases.codes import read_code
from hilft.cases.model import CaseState
from hilft.db import Connection
from hilft.ids import BrandId, CaseId
from hilft.memory import Promise, PromiseState, promises_of
from hilft.staff import agent_by_id

_ENDED_SHOWN = timedelta(days=30)
_PROMISES = 5


@dataclass(frozen=True, slots=True)
class Given:
    """A promise as the customer sees it: until when, and what became of it; its words may hold what is private."""

    due_at: datetime
    state: PromiseState


@dataclass(frozen=True, slots=True)
class Status:
    """``first_name`` of who has it; ``for_others``: somebody else is waited for, not the customer.

    ``promises``: the open ones, then those that ended lately, each by when it is due.
    """

    case_id: CaseId
    code: str
    state: CaseState
    opened_at: datetime
    changed_at: datetime
    first_name: str
    answered: bool
    for_others: bool
    customer_waits: bool
    promises: tuple[Given, ...]

    @property
    def open_promise(self) -> Given | None:
        """What was promised and is due first."""
        return next((each for each in self.promises if each.state is PromiseState.OPEN), None)


async def status(conn: Connection, brand_id: BrandId, code: str, now: datetime) -> Status | None:
    """Give how the case with this code stands; None alike for a wrong code and for one that is none."""
    read = read_code(code)
    case = await store.case_by_code(conn, brand_id, read) if read else None
    while case is not None and case.joined_into_id is not None:
        case = await store.read_case(conn, brand_id, case.joined_into_id)
    if case is None:
        return None
    owner = await agent_by_id(conn, brand_id, case.owner_id) if case.owner_id else None
    spoken = await store.answered_by_people(conn, brand_id, case.id, case.opened_at)
    promised = await promises_of(conn, brand_id, case.id)
    told = [at for each in promised for at in (each.made_at, each.settled_at)]
    known = (case.opened_at, case.last_message_at, case.solved_at, case.closed_at, *told)
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
        promises=_given(promised, now),
    )


def _given(promised: list[Promise], now: datetime) -> tuple[Given, ...]:
    running = [each for each in promised if each.state is PromiseState.OPEN]
    ended = [
        each
        for each in promised
        if each.state in {PromiseState.KEPT, PromiseState.BROKEN} and each.due_at > now - _ENDED_SHOWN
    ]
    return tuple(Given(each.due_at, each.state) for each in (*running[:_PROMISES], *ended[-_PROMISES:]))
