"""Turns invented lives into rows of the house's tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from benchmarks.lives import Person, Plan, Turn, plans, turns
from benchmarks.moments import NOW, id_at
from benchmarks.rows import Batch
from benchmarks.words import RARE, Words
from hilft.cases import make_code

SCOPE = "mastodon"
DOMAIN = "town.example"
_RARE_TIMES = 3
CHAPTER = 50_000
"Cases that one process tells in one go; what a chapter says does not depend on the number of processes."
_STRIDE = 87_654_321
"Prime to 23, so that numbers that follow each other have codes that look like drawn ones and never meet."


@dataclass(frozen=True, slots=True)
class Story:
    """One brand's history: who it is about, how many cases, by which seed. Travels to the processes that tell it."""

    seed: str
    slug: str
    brand_id: UUID
    accounts: tuple[UUID, UUID]
    agents: tuple[UUID, ...]
    cases: int
    years: timedelta

    def chapters(self) -> list[int]:
        """Give the numbers of the chapters; chapters do not depend on each other or on who tells them."""
        return list(range(max(1, self.cases // CHAPTER)))


class Storyteller:
    """Tells one chapter of a brand's history, batch by batch, in the order of time. The same seed tells the same."""

    def __init__(self, story: Story, chapter: int) -> None:
        chapters = len(story.chapters())
        self._first = story.cases * chapter // chapters
        size = story.cases * (chapter + 1) // chapters - self._first
        self._dice = Random(f"{story.seed} {story.slug} {chapter}")
        self._words = Words(self._dice, Random(story.seed))
        self._brand, self._accounts, self._agents = story.brand_id, story.accounts, story.agents
        self._plans = plans(self._dice, story.cases, self._first, size, story.years)
        self._people: list[Person] = []
        self._number = chapter
        self._chapter = f"{story.slug}/{chapter}"
        self._said = 0
        self._rare = {story.cases * part // (_RARE_TIMES + 1) for part in range(1, _RARE_TIMES + 1)}

    @property
    def count(self) -> int:
        return len(self._plans)

    def batch(self, start: int, size: int) -> Batch:
        """Give the rows of some cases; messages of different cases mixed by time, as they came in."""
        batch = Batch()
        for number, plan in enumerate(self._plans[start : start + size], self._first + start):
            self._tell(batch, plan, number)
        batch.tables["messages"].sort(key=lambda row: row[1])
        batch.tables["timeline"].sort(key=lambda row: row[1])
        return batch

    def _tell(self, batch: Batch, plan: Plan, case_number: int) -> None:
        dice, brand = self._dice, self._brand
        person = self._somebody(batch, plan)
        account = self._accounts[dice.random() < 0.15]
        case_id, score = id_at(plan.opened_at, dice), turns(dice, plan)
        owner = dice.choice(self._agents) if plan.state != "open" or dice.random() < 0.5 else None
        homes = {
            private: self._conversation(batch, case_id, account, person, score, private=private)
            for private in {turn.private for turn in score}
        }
        others = [self._somebody(batch, plan) for _ in range(any(turn.by_participant for turn in score))]
        last = None
        for number, turn in enumerate(score):
            author = others[0] if turn.by_participant else person
            text = self._text(turn, plan, first=number == 0, last=number == len(score) - 1)
            if number == 0 and case_number in self._rare:
                text = f"{text} {RARE} 7."
            last = self._message(
                batch, turn, text, (case_id, homes[turn.private], account), author, owner or self._agents[0],
                german=plan.german, to_main=account == self._accounts[1],
            )  # fmt: skip
            self._line(
                batch, case_id, "message.out" if turn.outbound else "message.in", turn.at, message=last
            )
        if dice.random() < 0.5:
            noted_at = min(plan.opened_at + timedelta(minutes=3), NOW)
            batch.add(
                "notes", brand, id_at(noted_at, dice), case_id, dice.choice(self._agents),
                self._words.answered(german=plan.german), noted_at,
            )  # fmt: skip
        self._case(
            batch, plan, score, (case_id, _code(case_number)), person, account, owner, last, len(others)
        )

    def _case(
        self, batch: Batch, plan: Plan, score: list[Turn], named: tuple[UUID, str], person: Person, account: UUID,
        owner: UUID | None, last: UUID | None, participants: int,
    ) -> None:  # fmt: skip
        dice, end, (case_id, code) = self._dice, score[-1].at, named
        waiting = _waiting_since(score) if plan.state == "open" else None
        done = min(end + timedelta(hours=1), NOW) if plan.state in {"solved", "closed"} else None
        closed = min(end + timedelta(days=5), NOW) if plan.state == "closed" else None
        snoozed = NOW + timedelta(hours=1 + dice.random() * 90) if plan.snoozed else None
        batch.add(
            "cases", self._brand, case_id, code, person.handle_id, account, plan.state, owner, waiting, snoozed,
            waiting or end, plan.opened_at, done, closed, last, end, participants, len(score) + 2,
        )  # fmt: skip
        batch.cases += 1
        self._line(batch, case_id, "case.opened", plan.opened_at)
        if owner is not None:
            self._line(batch, case_id, "case.claimed", plan.opened_at, agent_id=owner)
        if done is not None:
            self._line(batch, case_id, "case.solved", done, agent_id=owner)
        if closed is not None:
            self._line(batch, case_id, "case.closed", closed)

    def _somebody(self, batch: Batch, plan: Plan) -> Person:
        """Give somebody who wrote before, or somebody new: a third of all cases are of people who come back."""
        dice = self._dice
        if self._people and dice.random() < 0.35:
            return self._people[int(dice.random() * len(self._people))]
        number, name = len(self._people) + 1, self._words.person()
        login = f"{name.split()[0].lower()}{self._number}.{number}"
        person = Person(
            id_at(plan.opened_at, dice), id_at(plan.opened_at, dice),
            f"@{login}@{DOMAIN}", f"https://{DOMAIN}/users/{login}",
        )  # fmt: skip
        self._people.append(person)
        batch.add("customers", self._brand, person.customer_id, name, plan.opened_at)
        batch.add(
            "handles", self._brand, person.handle_id, SCOPE, person.uri, person.customer_id, person.handle, name,
            f"https://{DOMAIN}/@{login}", str(number), plan.opened_at, plan.opened_at,
        )  # fmt: skip
        return person

    def _conversation(
        self, batch: Batch, case_id: UUID, account: UUID, person: Person, score: list[Turn], *, private: bool
    ) -> UUID:
        own = [turn.at for turn in score if turn.private is private]
        home = id_at(own[0], self._dice)
        batch.add(
            "conversations", self._brand, home, case_id, account, SCOPE, f"{self._uri(self._said + 1)}/{private}",
            "private" if private else "public", str(person.handle_id) if private else "", own[0], own[-1],
        )  # fmt: skip
        return home

    def _text(self, turn: Turn, plan: Plan, *, first: bool, last: bool) -> str:
        if turn.outbound:
            return f"{self._words.answered(german=plan.german)} ^ro"
        if last and not first and self._dice.random() < 0.5:
            return self._words.thanks()
        return f"@wattkabel_hilft {self._words.asked(german=plan.german)}"

    def _message(
        self, batch: Batch, turn: Turn, text: str, home: tuple[UUID, UUID, UUID], author: Person, agent: UUID,
        *, german: bool, to_main: bool,
    ) -> UUID:  # fmt: skip
        self._said += 1
        brand, (case_id, conversation_id, account) = self._brand, home
        message_id, uri = id_at(turn.at, self._dice), self._uri(self._said)
        name = f"{DOMAIN}#{self._chapter}/{self._said}"
        ref = f'{{"external_id":"{uri}","names":["{name}"],"url":"{uri}","extra":{{}}}}'
        reach = "direct" if turn.private else "public"
        batch.add(
            "messages", brand, message_id, conversation_id, case_id, account, SCOPE, uri, None,
            "out" if turn.outbound else "in", "private" if turn.private else "public", reach,
            None if turn.outbound else author.handle_id, agent if turn.outbound else None, not turn.outbound, text,
            "de" if german else "en", uri, ref, to_main and not turn.outbound, turn.at, turn.at,
        )  # fmt: skip
        batch.add("message_names", brand, SCOPE, uri, message_id)
        batch.add("message_names", brand, SCOPE, name, message_id)
        batch.messages += 1
        if turn.outbound:
            request = (  # nothing in the words needs escaping
                f'{{"text":"{text}","visibility":"{"private" if turn.private else "public"}","idempotency_key":'
                f'"{message_id}","network_visibility":"{reach}","in_reply_to":null,"recipient":null,"language":"",'
                '"attachments":[]}'
            )
            batch.add(
                "deliveries", brand, id_at(turn.at, self._dice), message_id, conversation_id, account, "sent", request,
                turn.at, 1, turn.at, uri, ref, turn.at, turn.at, turn.at,
            )  # fmt: skip
        return message_id

    def _line(
        self, batch: Batch, case_id: UUID, kind: str, at: datetime, *, agent_id: UUID | None = None,
        message: UUID | None = None,
    ) -> None:  # fmt: skip
        refs = f'{{"message":"{message}"}}' if message else "{}"
        batch.add("timeline", self._brand, id_at(at, self._dice), "case", case_id, kind, at, agent_id, refs)

    def _uri(self, number: int) -> str:
        return f"https://{DOMAIN}/s/{self._chapter}/{number}"


def _waiting_since(score: list[Turn]) -> datetime:
    """Give when the customer wrote the first word nobody answered."""
    since = score[-1].at
    for turn in reversed(score):
        if turn.outbound:
            break
        since = turn.at
    return since


def _code(number: int) -> str:
    left = number * _STRIDE % 23**6

    def digit(alphabet: Sequence[str]) -> str:
        nonlocal left
        left, rest = divmod(left, 23)
        return alphabet[rest]

    return make_code(digit)
