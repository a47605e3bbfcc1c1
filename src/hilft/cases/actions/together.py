"""Take in many messages at once: the plain ones by statements for all of them together.

A message is plain when it begins a thread, or when the customer of a case at work says the next thing in it. Anything
else (our own posts, edits, participants, pieces that are to heal, cases at rest) is left to ``take_in``, one by one.
A message that has a person, a name or a thread in common with an earlier one is taken in after that one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hilft.cases import store
from hilft.cases.actions.belongs import base_key
from hilft.cases.actions.heal import is_common
from hilft.cases.actions.opening import open_cases
from hilft.cases.actions.settle import settle_all
from hilft.cases.actions.write import Writing, write_messages
from hilft.cases.codes import codes_in
from hilft.cases.model import (
    Arrival,
    Case,
    CaseState,
    Conversation,
    Direction,
    Known,
    Taken,
    addressed,
    not_ahead,
)
from hilft.channels import EventType, Visibility
from hilft.customers import Handle, recognise_all
from hilft.db import Transaction, storable
from hilft.ids import AccountId, CaseId, ConversationId, CustomerId, HandleId, MessageId, new_id
from hilft.outbox import said_to_all
from hilft.timeline import Line, Subject, append_all

_AT_WORK = {CaseState.OPEN, CaseState.WAITING}


@dataclass(slots=True)
class _Candidate:
    """A message that may be plain, and what is found out about it on the way."""

    place: int
    "Its number among those that came."
    arrival: Arrival
    key: str = ""
    parent: Known | None = None
    author: Handle | None = None
    home: Conversation | None = None
    "The conversation that is there already."
    case_id: CaseId | None = None
    "The case that is there already; None: one is opened."
    follows: CaseId | None = None
    case: Case | None = None

    @property
    def speaker(self) -> Handle:
        assert self.author is not None  # recognised before anybody asks
        return self.author

    @property
    def partner(self) -> str:
        return str(self.speaker.id) if self.arrival.event.visibility is Visibility.PRIVATE else ""


async def take_in_together(tx: Transaction, arrivals: Sequence[Arrival]) -> dict[int, Taken]:
    """Take in what is plain of these events of one scope; give what became of it by position in ``arrivals``.

    What is missing in the answer is to be given to `take_in` afterwards, in its order.
    """
    arrivals = [not_ahead(each) for each in arrivals]
    taken: dict[int, Taken] = {}
    if arrivals:
        await store.lock_scope(tx.conn, arrivals[0].brand_id, arrivals[0].account.scope)
    while True:
        wave = _first_of_all(arrivals, taken)
        plain = await _plain(tx, wave) if wave else []
        if not plain:
            return taken
        await _write(tx, plain)
        taken |= {each.place: _taken(each) for each in plain}


def _first_of_all(arrivals: Sequence[Arrival], taken: Mapping[int, Taken]) -> list[_Candidate]:
    """Choose what may be plain and has nothing in common with anything before it that is still to be taken in."""
    touched: set[tuple[str, str]] = set()
    wave, own = [], False
    for place, arrival in enumerate(arrivals):
        if place in taken:
            continue
        marks = _marks(arrival)
        # Which case a private word belongs to depends on where we answered last.
        depends = own and arrival.event.visibility is Visibility.PRIVATE
        if _may_be_plain(arrival) and not depends and touched.isdisjoint(marks):
            wave.append(_Candidate(place, arrival))
        own = own or arrival.event.own
        touched |= marks
    return wave


def _marks(arrival: Arrival) -> set[tuple[str, str]]:
    event = arrival.event
    names = [*arrival.called, *event.ancestors, event.parent, event.thread_key]
    return {("person", event.author.external_id), *(("name", name) for name in names if name)}


def _may_be_plain(arrival: Arrival) -> bool:
    event = arrival.event
    return event.type is EventType.MESSAGE and not event.own and not event.invited


async def _plain(tx: Transaction, wave: list[_Candidate]) -> list[_Candidate]:
    """Find out where each belongs; give those that are plain, with their cases locked."""
    found = await _placed_in_threads(tx, await _without_codes(tx, wave))
    if not found:
        return []
    first, conn = found[0].arrival, tx.conn
    handles, new = await recognise_all(
        conn,
        first.brand_id,
        first.account.scope,
        [each.arrival.event.author for each in found],
        first.now,
    )
    for each in found:
        each.author = handles[storable(each.arrival.event.author.external_id)]
    first_words = {each.speaker.customer_id: each for each in reversed(found)}
    found = list(
        reversed(first_words.values())
    )  # one of a person at a time, whatever handles they write from
    await _place_private(tx, [each for each in found if _wants_case(each)], new)
    return await _lock_cases(tx, found)


async def _without_codes(tx: Transaction, wave: list[_Candidate]) -> list[_Candidate]:
    """Give those that name no case by its code; many a word of seven letters only looks like one."""
    named = {each.place: codes_in(each.arrival.event.text) for each in wave}
    codes = sorted({code for several in named.values() for code in several})
    there = set(await store.codes_there(tx.conn, wave[0].arrival.brand_id, codes)) if codes else set()
    return [each for each in wave if there.isdisjoint(named[each.place])]


async def _placed_in_threads(tx: Transaction, wave: list[_Candidate]) -> list[_Candidate]:
    """Give those that nobody knows yet and whose thread is new, or one conversation under its own key."""
    if not wave:
        return []
    first, conn = wave[0].arrival, tx.conn
    brand_id, scope = first.brand_id, first.account.scope
    asked = {
        name
        for each in wave
        for name in (*each.arrival.names, each.arrival.event.parent, *_above(each))
        if name
    }
    known = {
        each.called: each for each in await store.messages_by_names(conn, brand_id, scope, sorted(asked))
    }
    wave = [each for each in wave if not any(name in known for name in each.arrival.names)]
    wave = await _not_on_news(tx, wave, known)
    for each in wave:
        event = each.arrival.event
        each.parent = next((known[name] for name in (event.parent, *_above(each)) if name in known), None)
        each.key = event.thread_key or event.parent or event.message.external_id
    homes = sorted({each.parent.conversation_id for each in wave if each.parent})
    if homes:
        keys = {each.id: each.thread_key for each in await store.conversations_by_ids(conn, brand_id, homes)}
        for each in wave:
            if each.parent:
                each.key = base_key(keys[each.parent.conversation_id])
    names = sorted({name for each in wave for name in (each.key, *each.arrival.names)})
    threads: defaultdict[str, list[Conversation]] = defaultdict(list)
    for conversation in await store.conversations_by_keys(conn, brand_id, scope, names):
        threads[conversation.thread_key].append(conversation)
    return [each for each in wave if _finds_home(each, threads)]


async def _not_on_news(
    tx: Transaction, wave: list[_Candidate], known: Mapping[str, Known]
) -> list[_Candidate]:
    """Leave out what answers something we said to everybody, or may: it begins a thread of its own."""
    above = {
        each.place: [name for name in (each.arrival.event.parent, *_above(each)) if name] for each in wave
    }
    unknown = [each for each in wave if above[each.place] and known.keys().isdisjoint(above[each.place])]
    if not unknown:
        return wave
    first = unknown[0].arrival
    parents = sorted({each.arrival.event.parent for each in unknown if each.arrival.event.parent})
    said = await said_to_all(tx.conn, first.brand_id, first.account.scope, parents, first.now)
    leaving = any(each.external_id is None for each in said)
    names = {name for each in said for name in each.names}
    apart = {each.place for each in unknown if leaving or each.arrival.event.parent in names}
    return [each for each in wave if each.place not in apart]


def _above(each: _Candidate) -> tuple[str, ...]:
    return each.arrival.event.ancestors if each.arrival.event.parent else ()


def _finds_home(each: _Candidate, threads: Mapping[str, list[Conversation]]) -> bool:
    """Whether the thread is new, or one conversation of the same visibility; it is noted as the home."""
    if any(name in threads for name in each.arrival.names if name != each.key):
        return False  # something waits for this message
    thread = threads.get(each.key, [])
    if len(thread) > 1 or any(home.visibility is not each.arrival.event.visibility for home in thread):
        return False
    each.home = thread[0] if thread else None
    each.case_id = each.home.case_id if each.home else None
    return True


def _wants_case(each: _Candidate) -> bool:
    """Whether it is a private word that names no thread: it belongs to what its author has at work."""
    event = each.arrival.event
    return event.visibility is Visibility.PRIVATE and each.home is None and event.thread_key is None


async def _place_private(tx: Transaction, private: list[_Candidate], new: frozenset[HandleId]) -> None:
    old = [each for each in private if each.speaker.id not in new]
    if not old:
        return
    first = old[0].arrival
    customers = sorted({each.speaker.customer_id for each in old})
    since = first.now - first.reopen_window
    found: dict[CustomerId, store.PrivateCases] = {
        each.customer_id: each
        for each in await store.private_cases_of(tx.conn, first.brand_id, customers, since)
    }
    for each in old:
        theirs = found[each.speaker.customer_id]
        each.case_id, each.follows = theirs.fitting_id, theirs.newest_id


async def _lock_cases(tx: Transaction, found: list[_Candidate]) -> list[_Candidate]:
    """Lock the cases that are there already; give what begins a case, or is the next word of a case's customer."""
    ids = sorted({each.case_id for each in found if each.case_id})
    if not ids:
        return found
    brand_id = found[0].arrival.brand_id
    cases = {each.id: each for each in await store.cases_by_ids(tx.conn, brand_id, ids)}
    parts: defaultdict[CaseId, list[store.Part]] = defaultdict(list)
    for part in await store.parts_of_cases(tx.conn, brand_id, ids):
        parts[part.case_id].append(part)
    for each in found:
        each.case = cases[each.case_id] if each.case_id else None
    met: set[CaseId | None] = set()
    plain = []
    for each in found:
        if each.case is None or (
            each.case_id not in met and _is_next_word(each, each.case, parts[each.case.id])
        ):
            plain.append(each)
        met.add(each.case_id)
    return plain


def _is_next_word(each: _Candidate, case: Case, parts: list[store.Part]) -> bool:
    """Whether the case's customer goes on in it, nobody else has private words there, and nothing else changes."""
    customer = str(case.handle_id)
    heard = each.home is None or any(part.id == each.home.id and part.heard for part in parts)
    return (
        case.joined_into_id is None
        and case.state in _AT_WORK
        and case.snoozed_until is None
        and case.handle_id == each.speaker.id
        and case.last_message_at is not None
        and each.arrival.event.occurred_at > case.last_message_at
        and heard
        and (each.home is None or each.home.partner == each.partner)
        and all(is_common(part) or part.partner == customer for part in parts)
    )


async def _write(tx: Transaction, plain: list[_Candidate]) -> None:
    await _open(tx, [each for each in plain if each.case is None])
    homes = await _converse(tx, plain)
    writings = [
        Writing(
            each.arrival, MessageId(new_id()), homes[each.place].case_id, homes[each.place].id, Direction.IN,
            each.speaker.id, addressed(each.arrival, each.parent),
        )
        for each in plain
    ]  # fmt: skip
    await write_messages(tx, writings)
    first = plain[0].arrival
    lines = [
        Line(one.case_id, "message.in", one.arrival.event.occurred_at, {"message": one.id, "thanks": 0})
        for one in writings
    ]
    await append_all(tx.conn, first.brand_id, Subject.CASE, lines)
    await settle_all(tx, [each.case for each in plain if each.case], first.now)


async def _open(tx: Transaction, beginnings: list[_Candidate]) -> None:
    if not beginnings:
        return
    first = beginnings[0].arrival
    opened = await open_cases(
        tx,
        first.brand_id,
        [
            (each.speaker.id, each.arrival.account.id, each.arrival.event.occurred_at, each.follows)
            for each in beginnings
        ],
        first.now,
    )
    for each, case in zip(beginnings, opened, strict=True):
        each.case, each.case_id = case, case.id


async def _converse(tx: Transaction, plain: list[_Candidate]) -> dict[int, Conversation]:
    """Find or open the conversation of each; give them by the candidates' places."""
    first = plain[0].arrival
    by_key = {(each.key, each.partner): each for each in plain}
    cases: list[CaseId] = [each.case_id for each in plain if each.case_id]
    accounts: list[AccountId] = [each.arrival.account.id for each in plain]
    made = await store.open_conversations(
        tx.conn, first.brand_id, first.account.scope, [ConversationId(new_id()) for _ in plain], cases, accounts,
        [each.key for each in plain], [each.arrival.event.visibility for each in plain],
        [each.partner for each in plain], [each.arrival.event.occurred_at for each in plain],
    )  # fmt: skip
    return {by_key[each.thread_key, each.partner].place: each for each in made}


def _taken(each: _Candidate) -> Taken:
    parent = each.arrival.event.parent
    names = [*each.arrival.called, *([parent] if parent else [])]
    return Taken(names, parent_missing=parent is not None and each.parent is None)
