"""A letter comes into the desk: its scan is a message of its case, on the day it was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hilft import accounts, cases, customers
from hilft.accounts import Account, AccountState
from hilft.cases import Case
from hilft.channels import Attachment, EventType, InboundEvent, MessageRef, Profile, ReplyPolicy, Visibility
from hilft.customers import Evidence, Handle
from hilft.db import Connection, Transaction, storable
from hilft.ids import AccountId, BrandId
from hilft.letters import store
from hilft.letters.model import MOST_FILES, Scan, Sender, moment_of, name_of
from hilft.letters.problems import NoLetterAccount, NoScan, SomebodyElse, TooManyFiles, WhoWrote
from hilft.staff import Agent

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """``sender`` may be missing where the customer's address is known; ``text``: what the letter says, as the agent typed it."""

    written_on: date
    scans: Sequence[Scan]
    sender: Sender | None = None
    text: str = ""
    account_id: AccountId | None = None
    "To which of the brand's addresses; None: the first."


async def desks(conn: Connection, brand_id: BrandId) -> list[Account]:
    """Give the brand's postal addresses that are in use, the oldest first."""
    own = await accounts.accounts(conn, brand_id)
    return [each for each in own if each.channel == "letter" and each.state is AccountState.ACTIVE]


async def address_of(conn: Connection, case: Case) -> list[str]:
    """Give the lines of the postal address of a case's customer; none when it is not known."""
    return (await store.address_of(conn, case.brand_id, case.handle_id) or "").splitlines()


async def take_in(
    tx: Transaction, agent: Agent, letter: Letter, now: datetime, code: str | None = None
) -> Case:
    """Put a letter into a case (``code``), or into a new one of its sender. The same scan of the same day is the same letter.

    Memory reads what the agent typed of it, as words of the customer. A sender who is new to the desk becomes the customer
    of the chosen case, by the agent's decision. Raises ``NoLetterAccount``, ``NoScan``, ``TooManyFiles``, ``BadDate``,
    ``BadAddress``, ``WhoWrote``, ``SomebodyElse``, and what ``cases.bring_in`` raises.
    """
    account = await _account(tx.conn, agent.brand_id, letter.account_id)
    _check(letter)
    brand = await accounts.brand_by_id(tx.conn, agent.brand_id)
    assert brand is not None  # a foreign key points here
    at = moment_of(letter.written_on, ZoneInfo(brand.zone), now)
    text = storable(letter.text).strip()
    if len(text) > cases.LONGEST_WORDS:
        raise cases.NoteTooLong(used=len(text), limit=cases.LONGEST_WORDS)
    chosen = await cases.find(tx.conn, agent, code) if code else None
    who = await _writer(tx, agent, account, letter, chosen, now)
    event = InboundEvent(
        type=EventType.MESSAGE,
        occurred_at=at,
        message=MessageRef(
            name_of(letter.scans, letter.written_on), extra={"written_on": letter.written_on.isoformat()}
        ),
        author=Profile(who.external_id, who.handle),
        visibility=Visibility.PRIVATE,
        network_visibility="letter",
        text=text,
        attachments=tuple(_file(each) for each in letter.scans),
        reply=ReplyPolicy(visibilities=(Visibility.PRIVATE,)),
    )
    blobs = {place: scan.sha256 for place, scan in enumerate(letter.scans)}
    case, _ = await cases.bring_in(
        tx, agent, account, who, event, blobs, now, chosen.code if chosen else None
    )
    return case


def _check(letter: Letter) -> None:
    if not letter.scans:
        raise NoScan
    if len(letter.scans) > MOST_FILES:
        raise TooManyFiles(limit=MOST_FILES)


def _file(scan: Scan) -> Attachment:
    shown = scan.content_type in {"image/jpeg", "image/png"}
    return Attachment(
        "",
        "image" if shown else "file",
        scan.content_type,
        storable(scan.name)[:_LONGEST_NAME],
        size=scan.size,
    )


async def _account(conn: Connection, brand_id: BrandId, wanted: AccountId | None) -> Account:
    known = await desks(conn, brand_id)
    chosen = [each for each in known if each.id == wanted] or known
    if not chosen:
        raise NoLetterAccount
    return chosen[0]


async def _writer(
    tx: Transaction, agent: Agent, account: Account, letter: Letter, chosen: Case | None, now: datetime
) -> Handle:
    """Say who wrote: the handle of the postal address, which for a new one belongs to the chosen case's customer."""
    brand_id = agent.brand_id
    owner = await customers.find_handle(tx.conn, brand_id, chosen.handle_id) if chosen else None
    if letter.sender is None:
        return await _known_writer(tx, account, chosen, now)
    profile = letter.sender.profile()
    is_new = await store.handle_at(tx.conn, brand_id, account.scope, storable(profile.external_id)) is None
    handle = await customers.recognise(tx.conn, brand_id, account.scope, profile, now)
    if chosen is None or owner is None or owner.customer_id == handle.customer_id:
        return handle
    if not is_new:
        other = await customers.person(tx.conn, brand_id, handle.customer_id)
        raise SomebodyElse(name=other.name if other else handle.display_name)
    await customers.link(
        tx, brand_id, owner.customer_id, handle.customer_id, Evidence.AGENT, now,
        reason=f"{handle.handle}: {chosen.written_code}", agent_id=agent.id,
    )  # fmt: skip
    return await customers.find_handle(tx.conn, brand_id, handle.id) or handle


async def _known_writer(tx: Transaction, account: Account, chosen: Case | None, now: datetime) -> Handle:
    lines = await address_of(tx.conn, chosen) if chosen else []
    if chosen is None or not lines:
        raise WhoWrote
    profile = Profile("\n".join(lines).casefold(), ", ".join(lines), lines[0], local_id="\n".join(lines))
    return await customers.recognise(tx.conn, chosen.brand_id, account.scope, profile, now)
