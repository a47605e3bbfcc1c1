"""An answer: what it claims, what speaks against it, where it goes, and that it goes once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hilft import cases
from hilft.cases import Answer, Case, CaseState, DraftKind
from hilft.channels.testing import FakeChannel
from hilft.db import transaction
from hilft.outbox import DeliveryState
from hilft.problems import Problem
from tests.cases.world import PRIVATE, PUBLIC, NamingChannel, World, a_key

pytestmark = pytest.mark.anyio


@pytest.fixture
async def case(world: World) -> Case:
    await world.hear("Kein Internet.")
    return await world.only()


async def test_answering_a_free_case_claims_it_and_sets_it_waiting(world: World, case: Case) -> None:
    replied = await world.reply(case, "Wir prüfen Ihren Anschluss.")
    after = await world.only()
    assert (after.owner_id, after.state, after.waiting_since) == (world.romina.id, CaseState.WAITING, None)
    assert (await world.history(case))[-2:] == ["case.claimed", "message.out"]
    await world.send()
    _, posted = world.network.log[-1]
    assert (posted.text, posted.parent, posted.visibility) == (
        "Wir prüfen Ihren Anschluss. ^ro", "post-1", "public",
    )  # fmt: skip
    assert (await world.delivery(replied.delivery_id)).state is DeliveryState.SENT
    assert (await world.history(case))[-1] == "delivery.sent"


async def test_an_answer_by_a_colleague_leaves_the_owner(world: World, case: Case) -> None:
    await world.reply(case, "Eins")
    await world.reply(case, "Zwei", world.kai)
    assert (await world.only()).owner_id == world.romina.id


async def test_our_own_post_coming_back_is_the_answer_and_no_second_message(world: World, case: Case) -> None:
    await world.reply(case, "Wir prüfen das.")
    await world.send()
    await world.deliver(world.network.log[-1][1])
    assert len(await world.talk(case)) == 2


async def test_what_came_in_meanwhile_makes_the_answer_stale(world: World, case: Case) -> None:
    await world.hear("Jetzt geht auch das Telefon nicht.", parent="post-1")
    stale = Answer("Starten Sie neu.", PUBLIC, hold_seconds=0, seen_version=case.version)
    with pytest.raises(cases.Stale):
        await world.reply(case, stale)
    assert len(await world.talk(case)) == 2
    await world.reply(
        case, Answer(stale.text, PUBLIC, hold_seconds=0, seen_version=case.version, anyway=True)
    )
    assert len(await world.talk(case)) == 3


async def test_the_same_request_again_sends_nothing_twice(world: World, case: Case) -> None:
    answer = Answer("Wir prüfen das.", PUBLIC, hold_seconds=30, request_key=a_key())
    first = await world.reply(case, answer)
    again = await world.reply(case, answer)
    assert (again.message_id, again.hold_until, again.again) == (first.message_id, first.hold_until, True)
    world.clock.forward(seconds=31)
    await world.send()
    late = await world.reply(case, answer)
    assert (late.message_id, late.hold_until) == (first.message_id, None)
    assert len(await world.talk(case)) == 2
    with pytest.raises(cases.OtherBody):
        await world.reply(case, Answer("Anders", PUBLIC, hold_seconds=30, request_key=answer.request_key))
    await world.reply(case, answer, world.kai)
    assert len(await world.talk(case)) == 3


@pytest.mark.parametrize(
    ("text", "visibility", "problem", "status"),
    [
        ("x" * 280, PUBLIC, cases.TooLong, 422),
        ("", PUBLIC, cases.EmptyText, 422),
        (" \n\t", PRIVATE, cases.EmptyText, 422),
        ("Fragen Sie @mia@fake.example", PRIVATE, cases.NamesOthers, 409),
    ],
)
async def test_an_answer_that_cannot_go_writes_nothing(
    world: World, case: Case, text: str, visibility: str, problem: type[Problem], status: int
) -> None:
    with pytest.raises(problem) as caught:
        await world.reply(case, Answer(text, PRIVATE if visibility == "private" else PUBLIC))
    assert caught.value.status == status
    assert await world.only() == case
    assert len(await world.talk(case)) == 1


async def test_what_is_too_long_says_how_much(world: World, case: Case) -> None:
    with pytest.raises(cases.TooLong) as caught:
        await world.reply(case, Answer("x" * 280, PUBLIC))
    used = len("@otto@fake.example ") + 280 + len(" ^ro")
    assert caught.value.details == {"used": used, "limit": 280}


async def test_names_are_taken_out_of_a_private_answer_on_wish(world: World, case: Case) -> None:
    answer = Answer("Fragen Sie @mia@fake.example, @otto", PRIVATE, hold_seconds=0, drop_handles=True)
    assert (await world.reply(case, answer)).text == "Fragen Sie mia (fake.example), @otto ^ro"


async def test_a_long_text_becomes_a_chain_on_wish_only(world: World, case: Case) -> None:
    text = " ".join(f"Wort{number}" for number in range(90))
    await world.reply(case, Answer(text, PUBLIC, hold_seconds=0, split=True))
    for _ in range(4):
        await world.send()
        world.clock.forward(seconds=5)
    sent = [post for kind, post in world.network.log if post.author == "hilft"]
    assert len(sent) > 1
    assert [post.parent for post in sent] == ["post-1", *(post.id for post in sent[:-1])]
    assert all(len(post.text) <= 280 and post.text.endswith(" ^ro") for post in sent)
    assert [row.spoken.external_id for row in (await world.talk(case))[1:]] == [post.id for post in sent]


async def test_a_public_answer_to_private_words_is_refused(world: World) -> None:
    await world.hear("Nummer 4711", visibility=PRIVATE)
    case = await world.only()
    with pytest.raises(cases.WiderThanParent):
        await world.reply(case, "Danke für die Nummer.")
    async with world.pool.acquire() as conn:
        now = world.clock()
        assert await cases.composer(conn, world.switchboard, world.romina, case, PUBLIC, now) is None
        facts = await cases.composer(conn, world.switchboard, world.romina, case, PRIVATE, now)
    assert facts is not None
    assert (facts.allowed, facts.recipient_handle) == (True, "@otto@fake.example")


async def test_a_network_that_has_no_private_messages_any_more_is_no_dead_end(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password without that right, a service that left: what was said in private stays, and a page is named."""
    await world.hear("Nummer 4711", parent="post-1", visibility=PRIVATE)
    case = await world.only()
    able = NamingChannel(world.network, "hilft").capabilities
    left = replace(able, text={PUBLIC: able.text[PUBLIC]}, private="link")
    monkeypatch.setattr(FakeChannel, "capabilities", left)
    monkeypatch.setattr(
        FakeChannel, "private_link", lambda _self, _who, _text: "https://a.example", raising=False
    )
    with pytest.raises(cases.NoPrivateMessages):
        await world.reply(case, Answer("Danke.", PRIVATE, hold_seconds=0))
    async with world.pool.acquire() as conn:
        facts = await cases.composer(conn, world.switchboard, world.romina, case, PRIVATE, world.clock())
        assert facts is None
        assert await cases.private_page(conn, world.switchboard, case) == "https://a.example"
    await world.reply(case, "Bitte schreiben Sie uns auf https://a.example")


async def test_a_private_answer_to_a_public_post_opens_a_private_conversation(
    world: World, case: Case
) -> None:
    async with world.pool.acquire() as conn:
        facts = await cases.composer(conn, world.switchboard, world.romina, case, PRIVATE, world.clock())
    assert facts is not None
    assert (facts.allowed, facts.conversation_id, facts.signature) == (True, None, "^ro")
    await world.reply(case, Answer("Ihre Kundennummer?", PRIVATE, hold_seconds=0))
    await world.send()
    _, sent = world.network.log[-1]
    assert (sent.visibility, sent.to, sent.parent) == ("private", ("otto",), "post-1")
    await world.hear("4711", parent=sent, visibility=PRIVATE)
    public, ours, theirs = await world.talk(await world.only())
    assert ours.spoken.conversation_id == theirs.spoken.conversation_id != public.spoken.conversation_id


async def test_a_second_private_answer_needs_no_word_of_the_customer_in_between(
    world: World, case: Case
) -> None:
    for text in ("Ihre Kundennummer?", "Und die Adresse?"):
        await world.reply(case, Answer(text, PRIVATE, hold_seconds=0))
    for _ in range(2):
        await world.send()
        world.clock.forward(seconds=5)
    assert [(p.text, p.to, p.parent) for _, p in world.network.log[1:]] == [
        ("Ihre Kundennummer? ^ro", ("otto",), "post-1"), ("Und die Adresse? ^ro", ("otto",), "post-1"),
    ]  # fmt: skip
    _, first, second = await world.talk(case)
    assert first.spoken.conversation_id == second.spoken.conversation_id


async def test_the_newest_conversation_of_the_visibility_is_answered_or_the_chosen_one(world: World) -> None:
    await world.hear("Eins", visibility=PRIVATE)
    await world.hear("Zwei", visibility=PRIVATE)
    case = await world.only()
    first, _ = await world.talk(case)
    await world.reply(case, Answer("Zur Zwei", PRIVATE, hold_seconds=0))
    chosen = first.spoken.conversation_id
    await world.reply(case, Answer("Zur Eins", PRIVATE, conversation_id=chosen, hold_seconds=0))
    await world.send()
    assert [post.parent for _, post in world.network.log[-2:]] == ["post-2", "post-1"]
    await world.hear("Anderer Fall")
    other = (await world.cases())[-1]
    with pytest.raises(cases.CannotReply):
        await world.reply(other, Answer("Falsch", PRIVATE, conversation_id=chosen))


async def test_who_is_answered_is_the_customer_not_who_spoke_last(world: World, case: Case) -> None:
    await world.hear("Bei mir auch!", who="mia", parent="post-1")
    await world.reply(case, "Wir prüfen das.")
    await world.send()
    assert (world.network.log[-1][1].parent, world.network.log[-1][1].to) == ("post-1", ("otto",))


async def test_an_answer_to_a_case_whose_follower_has_the_thread_stays_in_it(
    world: World, case: Case
) -> None:
    await world.solve(case)
    world.clock.forward(days=15)
    await world.hear("Schon wieder.", parent="post-1")
    await world.hear("Nummer 4711", parent="post-1", visibility=PRIVATE)
    old, new = await world.cases()
    await world.reply(old, Answer("Zum alten Fall.", PRIVATE, hold_seconds=0))
    async with world.pool.acquire() as conn:
        for each in (old, new):
            talks = {talk.id for talk in await cases.conversations(conn, world.romina, each)}
            assert {row.spoken.conversation_id for row in await world.talk(each)} <= talks


async def test_a_draft_is_empty_after_its_answer_and_stays_so(world: World, case: Case) -> None:
    async with transaction(world.pool) as tx:
        now = world.clock()
        await cases.save_draft(tx, world.romina, case.code, DraftKind.PUBLIC, "Wir prü", 7, now)
    await world.reply(case, "Wir prüfen das.")
    async with transaction(world.pool) as tx:
        await cases.save_draft(
            tx, world.romina, case.code, DraftKind.PUBLIC, "Wir prüfen d", 8, world.clock()
        )
        drafts = await cases.drafts_of(tx.conn, world.romina, case)
    assert drafts[DraftKind.PUBLIC].text == ""


async def test_of_two_versions_of_a_draft_the_newer_wins(world: World, case: Case) -> None:
    kept = []
    async with transaction(world.pool) as tx:
        for text, version in (("neu", 5), ("alt", 3), ("auch 5", 5), ("neuer", 6)):
            kept.append(
                await cases.save_draft(
                    tx, world.romina, case.code, DraftKind.NOTE, text, version, world.clock()
                )
            )
        drafts = await cases.drafts_of(tx.conn, world.romina, case)
        nobody = await cases.drafts_of(tx.conn, world.kai, case)
    assert kept == [5, 5, 5, 6]
    assert (drafts[DraftKind.NOTE].text, nobody) == ("neuer", {})


async def test_files_go_with_the_answer_they_were_put_to(world: World, case: Case) -> None:
    async with transaction(world.pool) as tx:
        now = world.clock()
        uploads = [
            await cases.add_upload(
                tx, agent, case.code, sha256="a" * 64, size=3, content_type="image/png", name="x.png", alt="",
                now=now,
            )
            for agent in (world.romina, world.romina, world.kai)
        ]  # fmt: skip
        await cases.describe_upload(tx, world.romina, uploads[0], "Der Router")
        await cases.drop_upload(tx, world.romina, uploads[1])
        with pytest.raises(cases.NoSuchMessage):
            await cases.drop_upload(tx, world.romina, uploads[2])
    answer = Answer("", PUBLIC, hold_seconds=60, attachment_ids=(uploads[0], uploads[2]))
    replied = await world.reply(case, answer)
    (file,) = (await world.talk(case))[-1].attachments
    assert (file.alt, file.state) == ("Der Router", "stored")
    async with transaction(world.pool) as tx:
        await cases.undo_answer(tx, world.romina, replied.delivery_id, world.clock())
        back = await cases.draft_attachments(tx.conn, world.romina, case)
        assert [each.id for each in back] == [uploads[0]]
        assert (await cases.attachment(tx.conn, world.kai, uploads[0])).alt == "Der Router"


async def test_the_measure_of_a_draft_is_what_the_network_will_count(world: World, case: Case) -> None:
    async with world.pool.acquire() as conn:
        measured = await cases.measure_draft(conn, world.switchboard, world.romina, case, PUBLIC, "Hallo")
    assert (measured.used, measured.limit) == (len("@otto@fake.example Hallo ^ro"), 280)


async def test_an_answer_leaves_after_its_time_to_undo(world: World, case: Case) -> None:
    replied = await world.reply(case, Answer("Wir prüfen das.", PUBLIC, hold_seconds=10))
    assert replied.hold_until == world.clock() + timedelta(seconds=10)
    await world.send()
    assert len(world.network.posts) == 1
    world.clock.forward(seconds=10)
    await world.send()
    assert len(world.network.posts) == 2
