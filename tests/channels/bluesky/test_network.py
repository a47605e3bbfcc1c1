"""The channel and Bluesky's own servers, seen from both sides: ours and a client that is not ours."""

import pytest
from atproto.exceptions import BadRequestError

from hilft.channels import (
    Attachment,
    EventType,
    Gone,
    InboundEvent,
    MessageRef,
    OutboundFile,
    OutboundMessage,
    Profile,
    Refused,
    Surroundings,
    Visibility,
)
from hilft.channels.bluesky import Bluesky
from hilft.channels.bluesky.counting import POST
from hilft.ids import new_id
from tests.channels.bluesky.town import Person, PostView, Ref, Town, channel_of, strong, until
from tests.channels.email.test_sending import PIXEL

pytestmark = pytest.mark.anyio

FAMILY = "👨‍👩‍👧‍👦"


async def pulled(desk: Bluesky) -> list[InboundEvent]:
    """Give what a first pull finds, as events."""
    return [event for item in (await desk.pull(None, 80)).items for event in desk.read(item.payload)]


def answer(to: InboundEvent | None, text: str, **more: object) -> OutboundMessage:
    """Write an answer as the outbox would."""
    told = {
        "idempotency_key": str(new_id()),
        "text": text,
        "visibility": Visibility.PUBLIC,
        "network_visibility": "public",
        "in_reply_to": to.message if to else None,
        "recipient": to.author if to else None,
        "language": "de",
        **more,
    }
    return OutboundMessage(**told)  # type: ignore[arg-type]


async def asked(desk: Bluesky, otto: Person, service: Person, text: str = "kein Netz") -> InboundEvent:
    """Have Otto ask and give his question as the desk sees it."""
    post = await otto.post(text, to=[service])

    async def look() -> InboundEvent | None:
        return next((each for each in await pulled(desk) if each.message.external_id == post.uri), None)

    return await until(look)


async def test_a_mention_comes_in_once_with_who_wrote_it(
    desk: Bluesky, otto: Person, service: Person
) -> None:
    start = (await desk.pull(None, 80)).next_cursor
    post = await otto.post("kein Netz seit früh 🙈", to=[service])

    async def look() -> object:
        return (await desk.pull(start, 80)).items

    await until(look)
    page = await desk.pull(start, 80)
    assert page.complete
    [event] = [event for item in page.items for event in desk.read(item.payload)]
    assert (event.message.external_id, event.author.external_id) == (post.uri, otto.did)
    assert event.author.handle == f"@{otto.handle}"
    assert event.text == f"@{service.handle} kein Netz seit früh 🙈"
    assert [each.external_id for each in event.recipients] == [service.did]
    assert (event.language, event.own, event.visibility) == ("de", False, Visibility.PUBLIC)
    again = await desk.pull(page.next_cursor, 80)
    assert (list(again.items), again.complete) == ([], True)


async def test_an_answer_stands_in_the_thread_with_everything_marked(
    desk: Bluesky, otto: Person, service: Person, town: Town
) -> None:
    mia = await town.person("mia")
    question = await asked(desk, otto, service)
    text = f"Wir schauen nach 👨‍👩‍👧‍👦, @{mia.handle}: https://wattkabel.example/störung #Störung ^ro"
    first = await desk.send(answer(question, text))
    root = MessageRef(question.message.external_id)
    await otto.shown(first.message.external_id)
    [shown] = await otto.replies_to(root.external_id)
    assert shown.uri == first.message.external_id
    assert (shown.record.text, shown.record.langs) == (text, ["de"])
    assert shown.record.reply.root.uri == shown.record.reply.parent.uri == root.external_id
    raw = text.encode()
    marked = {
        raw[each.index.byte_start : each.index.byte_end].decode(): each.features[0]
        for each in shown.record.facets
    }
    assert marked[f"@{mia.handle}"].did == mia.did
    assert marked["https://wattkabel.example/störung"].uri == "https://wattkabel.example/störung"
    assert marked["#Störung"].tag == "Störung"
    deeper = await otto.post("Danke!", reply=(shown_ref(shown), shown_ref(shown, root=True)))

    async def follow_up() -> InboundEvent | None:
        return next((each for each in await pulled(desk) if each.message.external_id == deeper.uri), None)

    event = await until(follow_up)
    assert (event.parent, event.ancestors) == (first.message.external_id, (root.external_id,))
    second = await desk.send(answer(event, "Gern."))
    shown = await otto.shown(second.message.external_id)
    assert (shown.record.reply.parent.uri, shown.record.reply.root.uri) == (deeper.uri, root.external_id)


async def test_the_same_answer_is_written_once_however_often_it_is_sent(
    desk: Bluesky, otto: Person, service: Person
) -> None:
    question = await asked(desk, otto, service)
    message = answer(question, "Wir schauen nach.")
    assert await desk.find_sent(message) is None
    first = await desk.send(message)
    assert await desk.send(message) == first
    assert await desk.find_sent(message) == first
    changed = answer(question, "Etwas anderes.", idempotency_key=message.idempotency_key)
    assert (await desk.send(changed)).message.external_id == first.message.external_id
    await otto.shown(first.message.external_id)
    assert [each.record.text for each in await otto.replies_to(question.message.external_id)] == [
        "Wir schauen nach."
    ]


async def test_our_measure_is_the_servers(desk: Bluesky, service: Person) -> None:
    for text in (
        "x" * 300, "x" * 301, "网" * 300, "网" * 301, FAMILY * 120, FAMILY * 121, FAMILY * 119 + "y" * 25,
        FAMILY * 119 + "y" * 26, "🇩🇪" * 300, "🇩🇪" * 301, "e\u0301" * 300, "e\u0301" * 301, "a\r\n" * 150,
        "क्षि" * 75, "각" * 150,
    ):  # fmt: skip
        refused = await refusal(service, text)
        assert not refused or "too big" in refused, text
        assert POST.fits(text) is (not refused), (text[:10], len(text))
    for too_long in ("x" * 301, FAMILY * 121):
        with pytest.raises(Refused):
            await desk.send(answer(None, too_long))


@pytest.mark.filterwarnings("ignore:Use .content=:DeprecationWarning")  # the other client's upload
async def test_pictures_go_both_ways_with_their_descriptions(
    desk: Bluesky, otto: Person, service: Person
) -> None:
    question = await asked(desk, otto, service)
    picture = OutboundFile(PIXEL, "image/png", "lampe.png", "Eine Lampe, die grün leuchtet")
    sent = await desk.send(answer(question, "So soll sie aussehen.", attachments=(picture,)))
    shown = await otto.shown(sent.message.external_id)
    assert [each.alt for each in shown.embed.images] == ["Eine Lampe, die grün leuchtet"]
    assert shown.record.embed.images[0].aspect_ratio is not None
    made = await otto.client.send_image(f"@{service.handle} so?", PIXEL, "Eine rote Lampe")
    await otto.shown(made.uri)
    items = await desk.thread(MessageRef(made.uri))
    [event] = [event for item in items for event in desk.read(item.payload)]
    [found] = event.attachments
    assert isinstance(found, Attachment)
    assert (found.kind, found.alt) == ("image", "Eine rote Lampe")
    with pytest.raises(Refused, match="larger"):
        await desk.send(
            answer(question, "zu groß", attachments=(OutboundFile(b"x" * 1_000_001, "image/png", "a.png"),))
        )


async def test_a_thread_closed_to_us_is_refused_before_anything_is_written(
    desk: Bluesky, otto: Person, service: Person
) -> None:
    question = await asked(desk, otto, service)
    rkey = question.message.external_id.rpartition("/")[2]
    record = {"$type": "app.bsky.feed.threadgate", "post": question.message.external_id, "allow": [],
              "createdAt": otto.client.get_current_time_iso()}  # fmt: skip
    await otto.client.com.atproto.repo.create_record(
        {"repo": otto.did, "collection": "app.bsky.feed.threadgate", "rkey": rkey, "record": record}
    )

    async def closed() -> bool:
        posts = (await service.client.get_posts([question.message.external_id])).posts
        return bool(posts[0].viewer and posts[0].viewer.reply_disabled)

    await until(closed)
    with pytest.raises(Refused, match="only some people reply"):
        await desk.send(answer(question, "Wir schauen nach."))
    assert await otto.replies_to(question.message.external_id) == []
    [event] = [e for item in await desk.thread(question.message) for e in desk.read(item.payload)]
    assert not event.reply.allowed


async def test_a_deletion_is_told_and_a_block_is_none(
    desk: Bluesky, otto: Person, service: Person, town: Town
) -> None:
    kai = await town.person("kai")
    gone, hidden = await asked(desk, otto, service), await asked(desk, kai, service)
    both = [gone.message, hidden.message]
    assert await desk.look_again(both) == []
    await otto.client.delete_post(gone.message.external_id)
    await kai.client.app.bsky.graph.block.create(
        kai.did, {"subject": service.did, "createdAt": kai.client.get_current_time_iso()}
    )

    async def look() -> object:
        return await desk.look_again(both)

    await until(look)

    async def blocked() -> bool:
        return not (await service.client.get_posts([hidden.message.external_id])).posts

    await until(blocked)
    events = [event for item in await desk.look_again(both) for event in desk.read(item.payload)]
    assert [(each.type, each.message.external_id) for each in events] == [
        (EventType.DELETED, gone.message.external_id)
    ]
    with pytest.raises(Gone):
        await desk.send(answer(gone, "Zu spät."))
    with pytest.raises(Refused, match="block"):
        await desk.send(answer(hidden, "Moin."))


async def test_a_new_handle_is_the_same_person(desk: Bluesky, otto: Person, service: Person) -> None:
    before = await asked(desk, otto, service)
    renamed = f"neu-{otto.handle}"
    await otto.client.com.atproto.identity.update_handle({"handle": renamed})
    after = await asked(desk, otto, service, "noch immer kein Netz")
    assert after.author.external_id == before.author.external_id

    async def known() -> Profile | None:
        found = await desk.profile(otto.did)
        return found if found.handle == f"@{renamed}" else None

    assert (await until(known)).external_id == otto.did


async def test_what_we_write_elsewhere_comes_in_as_our_own_and_can_be_taken_back(
    desk: Bluesky, otto: Person, service: Person
) -> None:
    start = (await desk.pull(None, 80)).next_cursor
    post = await otto.post("kein Netz", to=[service])
    ref = await service.post("Aus der App geantwortet.", reply=(post, post))
    events = [event for item in (await desk.pull(start, 80)).items for event in desk.read(item.payload)]
    [own] = [each for each in events if each.own]
    assert (own.message.external_id, own.parent) == (ref.uri, post.uri)
    await desk.retract(own.message)
    await desk.retract(own.message)

    async def no_replies() -> bool:
        return not await otto.replies_to(post.uri)

    await until(no_replies)
    with pytest.raises(Refused):
        await desk.retract(MessageRef(post.uri))


async def test_quotes_and_follows_come_in(desk: Bluesky, otto: Person, service: Person) -> None:
    ours = await service.post("Heute Wartung in Nordstadt.")
    made = await otto.client.send_post(
        "Schon wieder?", embed={"$type": "app.bsky.embed.record", "record": ours.model_dump()}
    )
    await otto.client.follow(service.did)

    async def look() -> list[InboundEvent] | None:
        found = await pulled(desk)
        return found if {each.type for each in found} == {EventType.MESSAGE, EventType.FOLLOWED} else None

    events = {each.type: each for each in await until(look)}
    quote = events[EventType.MESSAGE]
    assert quote.message.external_id == made.uri
    assert quote.quoted == f"@{service.handle}: Heute Wartung in Nordstadt."
    assert events[EventType.FOLLOWED].author.external_id == otto.did


async def test_everything_missed_comes_in_pages_oldest_first_and_once(
    desk: Bluesky, otto: Person, service: Person, town: Town, surroundings: Surroundings
) -> None:
    page = await desk.pull(None, 80)
    posts = [
        await otto.client.send_post(f"Nr. {n} @{service.handle}", facets=facets_of(service, n))
        for n in range(65)
    ]
    await otto.shown(posts[-1].uri)

    async def all_listed() -> bool:
        told = await service.client.app.bsky.notification.list_notifications({"limit": 100})
        return len(told.notifications) >= len(posts)

    await until(all_listed)
    found: list[str] = []
    cursor, complete, pages = page.next_cursor, False, 0
    while not complete:
        if pages == 2:
            desk = channel_of(town, service, surroundings)  # a new start in between
        page = await desk.pull(cursor, 40)
        found += [event.message.external_id for item in page.items for event in desk.read(item.payload)]
        cursor, complete, pages = page.next_cursor, page.complete, pages + 1
    assert found == [each.uri for each in posts]
    assert pages >= 4


async def test_a_mention_that_claims_an_older_time_is_not_missed(
    desk: Bluesky, otto: Person, service: Person
) -> None:
    await asked(desk, otto, service)
    cursor = (await desk.pull(None, 80)).next_cursor
    record = {"$type": "app.bsky.feed.post", "text": f"@{service.handle} von gestern", "facets": facets_of(service, None),
              "createdAt": "2026-01-01T00:00:00.000Z"}  # fmt: skip
    made = await otto.client.com.atproto.repo.create_record(
        {"repo": otto.did, "collection": "app.bsky.feed.post", "record": record}
    )

    async def look() -> object:
        return (await desk.pull(cursor, 80)).items

    await until(look)
    [item] = (await desk.pull(cursor, 80)).items
    assert item.dedupe_key == f"post:{made.uri}"


async def test_the_account_is_set_up_so_that_nobody_is_hidden(desk: Bluesky, service: Person) -> None:
    only_followed = {"include": "follows", "list": True, "push": True}
    await service.client.app.bsky.notification.put_preferences_v2({"mention": only_followed})
    health = await desk.examine()
    assert not health.ok
    assert any("notification settings" in each for each in health.findings)
    await desk.prepare()
    health = await desk.examine()
    assert health.ok
    assert health.profile is not None
    assert health.profile.external_id == service.did
    assert any("direct messages" in each for each in health.findings)
    assert desk.capabilities.private == "none"


async def refusal(person: Person, text: str) -> str:
    """Give what the server says against a text, empty when it takes it."""
    try:
        await person.client.send_post(text)
    except BadRequestError as error:
        return str(error)
    return ""


def shown_ref(view: PostView, *, root: bool = False) -> Ref:
    """Give the strong reference to a post, or to the root of its thread."""
    return view.record.reply.root if root else strong(view.uri, view.cid)


def facets_of(person: Person, number: int | None) -> list[dict[str, object]]:
    """Mark the mention of somebody after ``Nr. <number> ``, or at the very beginning."""
    start = 0 if number is None else len(f"Nr. {number} ")
    return [
        {
            "index": {"byteStart": start, "byteEnd": start + len(person.handle) + 1},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": person.did}],
        }
    ]
