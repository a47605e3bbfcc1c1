"""What is done at the counter. No verb commits."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from hilft import accounts, cases, customers, memory
from hilft.accounts import Account, AccountState
from hilft.cases import Case
from hilft.channels import Profile
from hilft.counter import store
from hilft.counter.model import LONGEST_NAME, Draft, Visited
from hilft.counter.problems import NoName, NoShop
from hilft.customers import Handle
from hilft.db import Connection, Transaction, storable
from hilft.ids import AccountId, BrandId, CaseId, new_id
from hilft.memory import Wish
from hilft.staff import Agent

_LATELY = 5
_DAY = 86_400_000
_EMPTY = Draft("", 0, "", 0)


async def shops(conn: Connection, brand_id: BrandId) -> list[Account]:
    """Give the shops that are open to notes, by name."""
    own = await accounts.accounts(conn, brand_id)
    found = [each for each in own if each.channel == "counter" and each.state is AccountState.ACTIVE]
    return sorted(found, key=lambda each: each.handle.casefold())


async def draft_of(conn: Connection, agent: Agent, case_id: CaseId | None) -> Draft:
    """Give what the agent typed for a case, or for somebody new (None), and has not kept yet."""
    return await store.draft_of(conn, agent.brand_id, agent.id, case_id) or _EMPTY


async def save_draft(
    tx: Transaction, agent: Agent, case_id: CaseId | None, kind: str, text: str, version: int, now: datetime
) -> None:
    """Keep what is typed; the newer version wins. ``kind``: ``note`` or ``name``, anything else is nothing."""
    if not 0 < version <= _stamp(now) + _DAY:  # a clock that is years ahead must not win for ever
        return
    text = storable(text)
    if kind == "note":
        text = text[: 4 * cases.LONGEST_WORDS]
        await store.save_text(tx.conn, agent.brand_id, new_id(), agent.id, case_id, text, version)
    elif kind == "name":
        await store.save_name(
            tx.conn, agent.brand_id, new_id(), agent.id, case_id, text[: 2 * LONGEST_NAME], version
        )


async def keep(
    tx: Transaction,
    agent: Agent,
    note_id: uuid.UUID,
    text: str,
    now: datetime,
    *,
    code: str | None = None,
    name: str = "",
    shop: AccountId | None = None,
    done: bool = False,
    promise: Wish | None = None,
) -> Case:
    """Give what was said at the counter to a case (``code``), or to a new one of ``name``, as the customer's words.

    ``done``: the case is solved with it; else it stays open, with the ``promise`` if there is one. ``shop``: where, None:
    the first. The same ``note_id`` again is the same visit, nothing is written twice. Raises ``NoShop``, ``NoName``,
    ``PromiseInThePast``, and what ``cases.take_down`` raises.
    """
    before = await store.kept_note(tx.conn, agent.brand_id, note_id)
    if before is not None:
        return await cases.by_id(tx, agent, before.case_id)
    account = await _shop(tx.conn, agent.brand_id, shop)
    chosen = await cases.find(tx.conn, agent, code) if code else None
    who = await _speaker(tx, agent, account, chosen, note_id, name, now)
    case, _ = await cases.take_down(
        tx, agent, account, who, text, now, chosen.code if chosen else None, name=f"counter:{note_id}"
    )
    await store.insert_note(tx.conn, agent.brand_id, note_id, account.id, agent.id, case.id, now)
    await _forget_draft(tx, agent, chosen.id if chosen else None, now)
    if promise is not None and not done:
        await memory.make_promises(tx, agent, case.id, None, [promise], now)
    return await cases.solve(tx, agent, case.code, now) if done else case


async def _shop(conn: Connection, brand_id: BrandId, wanted: AccountId | None) -> Account:
    known = await shops(conn, brand_id)
    chosen: Sequence[Account] = [each for each in known if each.id == wanted] or known
    if not chosen:
        raise NoShop
    return chosen[0]


async def _speaker(
    tx: Transaction,
    agent: Agent,
    account: Account,
    chosen: Case | None,
    note_id: uuid.UUID,
    name: str,
    now: datetime,
) -> Handle:
    """Say as whom they speak: as whose case it is; somebody new gets a handle that is nobody else's."""
    if chosen is not None:
        owner = await customers.find_handle(tx.conn, agent.brand_id, chosen.handle_id)
        assert owner is not None  # a foreign key points here
        return owner
    name = " ".join(storable(name).split())
    if not name or len(name) > LONGEST_NAME:
        raise NoName(most=LONGEST_NAME)
    return await customers.recognise(
        tx.conn, agent.brand_id, account.scope, Profile(f"visit:{note_id}", name, name), now
    )


async def _forget_draft(tx: Transaction, agent: Agent, case_id: CaseId | None, now: datetime) -> None:
    """Empty it with a version no older text can beat: what a page saves while it goes away comes too late."""
    await store.empty_draft(tx.conn, agent.brand_id, agent.id, case_id, _stamp(now))


async def lately(conn: Connection, agent: Agent) -> list[Visited]:
    """Give whom the agent wrote down last, the newest first."""
    return await store.lately(conn, agent.brand_id, agent.id, _LATELY)


def _stamp(now: datetime) -> int:
    return int(now.timestamp() * 1000)
