"""What pages read: lists in their order, page by page, counts, search, panels."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft import cases
from hilft.cases import Case, InboxFilter, InboxRow, View
from hilft.cases.actions.reading import _cursor, _read_cursor
from hilft.db import transaction
from hilft.ids import new_id
from tests.cases.world import PRIVATE, World

pytestmark = pytest.mark.anyio


async def pages(world: World, chosen: InboxFilter, limit: int) -> list[str]:
    """Read a view page by page; gives the codes in order."""
    codes: list[str] = []
    after: str | None = None
    while True:
        async with world.pool.acquire() as conn:
            page = await cases.page(conn, world.romina, chosen, after, limit)
        codes += [row.code for row in page.rows]
        assert len(page.rows) <= limit
        if page.next is None:
            return codes
        after = page.next


async def some_cases(world: World, count: int = 7) -> list[Case]:
    for number in range(count):
        await world.hear(f"Frage {number}", who=f"kunde{number}")
    return await world.cases()


async def test_the_open_list_begins_with_who_waits_longest_on_pages_of_any_size(world: World) -> None:
    made = await some_cases(world)
    expected = [case.code for case in sorted(made, key=lambda case: case.queue_at)]
    for limit in (1, 2, 3, 7, 50):
        assert await pages(world, InboxFilter(View.OPEN), limit) == expected
        assert sorted(await pages(world, InboxFilter(View.ALL), limit)) == sorted(expected)


async def test_each_view_holds_what_it_says_and_the_counts_agree(world: World) -> None:
    one, two, three, four, five, *rest = await some_cases(world)
    async with transaction(world.pool) as tx:
        now = world.clock()
        await cases.claim(tx, world.romina, one.code, now)
        await cases.claim(tx, world.kai, two.code, now)
        await cases.snooze(tx, world.romina, five.code, now + timedelta(days=1), now)
    await world.reply(three, "Antwort")
    await world.solve(four)
    free = [case.code for case in rest]
    expected = {
        View.OPEN: [one.code, two.code, *free], View.MINE: [one.code], View.FREE: free, View.WAITING: [three.code],
        View.SOLVED: [four.code], View.SNOOZED: [five.code], View.CLOSED: [],
    }  # fmt: skip
    for view, codes in expected.items():
        assert await pages(world, InboxFilter(view), 2) == codes
    async with world.pool.acquire() as conn:
        counts = (await cases.counts(conn, world.romina)).of(world.romina.id)
    for view, codes in expected.items():
        assert view is View.CLOSED or getattr(counts, view.value) == len(codes)


async def test_a_list_of_one_account(world: World) -> None:
    await some_cases(world, 2)
    await world.deliver(world.post("mia", "Ans Hauptkonto", to=("wattkabel",)), account=world.main)
    (code,) = await pages(world, InboxFilter(View.OPEN, world.main.id), 5)
    async with world.pool.acquire() as conn:
        row = next(
            row
            for row in (await cases.page(conn, world.romina, InboxFilter(), None)).rows
            if row.code == code
        )
    assert (row.account_role, row.to_main, row.handle, row.preview) == (
        "main", True, "@mia@fake.example", "Ans Hauptkonto",
    )  # fmt: skip


@given(
    at=st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    view=st.sampled_from(View),
)
def test_a_cursor_is_read_as_it_was_written_to_the_microsecond(at: datetime, view: View) -> None:
    row = InboxRow(
        new_id(), "", "open", "", "", new_id(), False, "", "", "", None, None, None, None,  # type: ignore[arg-type]
        at, at, at, None, None, None, False, 0, 0, None, "normal", [], "", at,
    )  # fmt: skip
    assert _read_cursor(_cursor(view, row)) == (at, row.id)


@pytest.mark.parametrize(
    "cursor", ["x", "%%%", "AAAA", "é", "MTIz", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTku", "\0"]
)
async def test_a_cursor_that_is_none_says_so(world: World, cursor: str) -> None:
    async with world.pool.acquire() as conn:
        with pytest.raises(cases.BadCursor):
            await cases.page(conn, world.romina, InboxFilter(), cursor)


async def test_a_long_talk_is_read_from_the_newest_back(world: World) -> None:
    first = await world.hear("0")
    for number in range(1, 12):
        await world.hear(str(number), parent=first)
    case = await world.only()
    async with world.pool.acquire() as conn:
        newest = await cases.conversation(conn, world.romina, case, limit=5)
        before = await cases.conversation(conn, world.romina, case, newest[0].spoken.id, limit=5)
        rest = await cases.conversation(conn, world.romina, case, before[0].spoken.id, limit=5)
    assert [row.spoken.text for row in [*rest, *before, *newest]] == [str(number) for number in range(12)]


async def test_search_finds_codes_handles_and_words_in_both_languages(world: World) -> None:
    await world.hear("Die Störungen häufen sich in Kiel", who="otto")
    await world.hear("Two cables were broken", who="mia")
    ottos, mias = await world.cases()

    async def found(words: str) -> list[str]:
        async with world.pool.acquire() as conn:
            return [row.code for row in await cases.search(conn, world.romina, words)]

    for words in (
        ottos.code,
        ottos.written_code.lower(),
        "störung",
        "STÖRUNGEN",
        "@OTTO",
        '"in kiel"',
        "kiel -berlin",
    ):
        assert await found(words) == [ottos.code], words
    assert await found("cable") == [mias.code]
    assert await found("@m") == [mias.code]
    for words in ("", "  ", "@", "nirgends", "@o_to", "@%", "kiel -häufen"):
        assert await found(words) in ([], [mias.code, ottos.code]), words


async def test_deleted_words_are_found_no_more(world: World) -> None:
    post = await world.hear("Mein Passwort ist Hund")
    await world.deliver(post, kind="deleted")
    async with world.pool.acquire() as conn:
        assert await cases.search(conn, world.romina, "Hund") == []
        (row,) = (await cases.page(conn, world.romina, InboxFilter(View.ALL), None)).rows
    assert row.preview is None


async def test_the_panel_shows_the_person_over_all_cases(world: World) -> None:
    await world.hear("Eins")
    await world.hear("Zwei")
    await world.hear("Drei", who="mia")
    one, two, _ = await world.cases()
    async with world.pool.acquire() as conn:
        panel = await cases.customer_panel(conn, world.romina, one)
    assert (panel.name, [handle.handle for handle in panel.handles]) == ("Otto", ["@otto@fake.example"])
    assert [line.code for line in panel.cases] == [two.code, one.code]


async def test_what_a_row_of_the_inbox_says(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.hear("Hier auch.", who="mia", parent=first)
    await world.hear("x" * 300, parent=first, visibility=PRIVATE)
    async with world.pool.acquire() as conn:
        (row,) = (await cases.page(conn, world.romina, InboxFilter(), None)).rows
    assert (row.customer, row.participants, row.preview, row.visibility, row.owner_initials) == (
        "Otto", 1, "x" * 200, PRIVATE, None,
    )  # fmt: skip
