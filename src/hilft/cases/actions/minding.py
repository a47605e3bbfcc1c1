"""What is minded before an answer leaves and when it does: asked before? personal data in public? promised until when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hilft.accounts import Brand, accounts, brand_by_id
from hilft.cases.actions.finding import find
from hilft.cases.answer import Answer
from hilft.cases.model import Case
from hilft.cases.problems import PersonalInPublic
from hilft.channels import Visibility
from hilft.customers import find_handle, person
from hilft.db import Connection, Transaction
from hilft.hours import calendar_of
from hilft.ids import AccountId, MessageId
from hilft.memory import (
    Asked,
    FoundPromise,
    Key,
    Known,
    OpenDays,
    Outcome,
    Personal,
    Vague,
    answered_in_time,
    asked_again,
    disclose,
    finish_pending,
    make_promises,
    note_asked,
    ours_of,
    patterns_of,
    personal_data,
    promises_in,
    told_for,
    vague_in,
)
from hilft.staff import Agent

LONGEST = 20_000
"Characters of a draft that are looked at."


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say about a draft; places are characters of it."""

    asked: list[Asked]
    promises: list[FoundPromise]
    vague: list[Vague]
    personal: list[Personal]
    "Only in a public one."


async def check_draft(
    tx: Transaction, agent: Agent, code: str, text: str, visibility: Visibility, now: datetime
) -> Checked:
    """Look through a draft by everything that is known of its case, after learning what is pending for it."""
    case = await find(tx.conn, agent, code)
    await finish_pending(tx, case.brand_id, case.id, now)
    known, guessed = await told_for(tx.conn, case.brand_id, case.id)
    brand = await _brand(tx.conn, case)
    zone = ZoneInfo(brand.zone)
    days = OpenDays(await calendar_of(tx.conn, case.brand_id, case.account_id), zone)
    text = text[:LONGEST]
    public = visibility is Visibility.PUBLIC
    return Checked(
        asked=asked_again(text, [*known, *guessed]),
        promises=promises_in(text, now, days, zone),
        vague=vague_in(text),
        personal=await _personal(tx.conn, case, brand, known, text) if public else [],
    )


async def promised_in(
    conn: Connection, agent: Agent, code: str, text: str, now: datetime
) -> list[FoundPromise]:
    """Give what a text promises, by the zone and the hours of the case's brand."""
    case = await find(conn, agent, code)
    zone = ZoneInfo((await _brand(conn, case)).zone)
    days = OpenDays(await calendar_of(conn, case.brand_id, case.account_id), zone)
    return promises_in(text[:LONGEST], now, days, zone)


@dataclass(frozen=True, slots=True)
class Minded:
    """What was found in an answer before it was written."""

    asked: list[Asked]
    personal: list[Personal]


async def mind(conn: Connection, case: Case, answer: Answer) -> Minded:
    """Look through an answer; raises ``PersonalInPublic`` without a reason for personal data in public."""
    if not answer.text.strip():
        return Minded([], [])
    known, guessed = await told_for(conn, case.brand_id, case.id)
    asked = asked_again(answer.text[:LONGEST], [*known, *guessed])
    if answer.visibility is not Visibility.PUBLIC:
        return Minded(asked, [])
    found = await _personal(conn, case, await _brand(conn, case), known, answer.text)
    if found and not answer.personal_data_reason.strip():
        raise PersonalInPublic(
            what=", ".join(f"“{answer.text[each.start : each.end]}”" for each in found),
            personal_data=[{"kind": each.kind.value, "start": each.start, "end": each.end} for each in found],
        )
    return Minded(asked, found)


async def _personal(
    conn: Connection, case: Case, brand: Brand, known: list[Known], text: str
) -> list[Personal]:
    handle = await find_handle(conn, case.brand_id, case.handle_id)
    assert handle is not None  # a foreign key points here
    customer = await person(conn, case.brand_id, handle.customer_id)
    names = {handle.display_name, customer.name if customer else ""}
    names |= {each.value for each in known if each.key is Key.CONTRACT_OWNER}
    patterns = patterns_of(brand.settings)
    return personal_data(
        text,
        names=sorted(names - {""}),
        own=patterns.numbers,
        ours=ours_of(brand, await accounts(conn, brand.id)),
        region=patterns.region,
    )


async def _brand(conn: Connection, case: Case) -> Brand:
    brand = await brand_by_id(conn, case.brand_id)
    assert brand is not None  # a foreign key points here
    return brand


async def keep_word(
    tx: Transaction, agent: Agent, case: Case, account_id: AccountId, message_id: MessageId, answer: Answer, minded: Minded,
    now: datetime,
) -> None:  # fmt: skip
    """Keep track of what an answer promises, of why it says in public what it says, of what it asks again."""
    if minded.personal:
        await disclose(tx, agent, case.id, message_id, minded.personal, answer.personal_data_reason, now)
    await answered_in_time(tx, case.brand_id, case.id, message_id, now)
    await make_promises(tx, agent, case.id, message_id, answer.promises, now)
    for key in {each.key for each in minded.asked}:
        reason = answer.on_purpose.get(key, "").strip()
        outcome = Outcome.ON_PURPOSE if reason else Outcome.SENT
        await note_asked(
            tx, case.brand_id, case.id, account_id, agent.id, key, outcome, now, message_id=message_id, reason=reason
        )  # fmt: skip


async def take_over(tx: Transaction, agent: Agent, code: str, key: Key, now: datetime) -> None:
    """Note that a known answer was taken over instead of being asked for."""
    case = await find(tx.conn, agent, code)
    await note_asked(tx, case.brand_id, case.id, case.account_id, agent.id, key, Outcome.TAKEN, now)
