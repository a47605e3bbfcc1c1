"""The status page: how a case stands for whoever has its code, nothing of what was said, and no guessing."""

from datetime import timedelta

import pytest

from hilft import cases, memory
from hilft.db import transaction
from hilft.staff.actions.guessing import PER_ORIGIN
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

SECRET = "Kein Internet in der Deichstraße 17."


async def test_it_shows_how_a_case_stands_and_nothing_of_it(office: Office, stranger: Visitor) -> None:
    await office.hear(SECRET)
    (code,) = await office.codes()
    page = await stranger.page(f"/status/{code}?lang=en")
    assert "waits for its first answer" in page
    async with transaction(office.house.pool) as tx:
        await cases.claim(tx, office.romina, code, office.clock())
        await cases.wait_for(tx, office.romina, code, "Techniker Nord", office.clock())
    answer = await stranger.get(f"/status?code={code.replace('-', '').lower()}&lang=en")
    assert "waiting for somebody else" in answer.text
    assert "Romina" in answer.text
    for word in ("Deichstraße", "Internet in", "Otto", "Techniker Nord", "wattkabel_hilft"):
        assert word not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "<script" not in answer.text
    async with transaction(office.house.pool) as tx:
        await cases.solve(tx, office.romina, code, office.clock())
    assert "Wir halten ihn für gelöst" in await stranger.page(f"/status/{code}?lang=de")


async def test_wrong_codes_are_told_alike_and_guessing_is_slowed_down(
    office: Office, stranger: Visitor
) -> None:
    await office.hear(SECRET)
    (code,) = await office.codes()
    told = []
    for number, wrong in enumerate(["K7Q4PXM", "nonsense", "<b>", "AAA-AAAA"]):
        answer = await stranger.get(f"/status?code={wrong}&lang=en")
        assert answer.status_code == 404, number
        told.append("There is no case with this code." in answer.text)
    assert all(told)
    for _ in range(PER_ORIGIN - len(told)):
        await stranger.get("/status?code=nonsense")
    closed = await stranger.get(f"/status?code={code}&lang=en")
    assert closed.status_code == 429
    assert "try again in" in closed.text
    office.clock.move(hours=25)
    assert (await stranger.get(f"/status?code={code}")).status_code == 200


async def test_a_joined_case_answers_under_both_codes(office: Office, stranger: Visitor) -> None:
    await office.hear(SECRET)
    await office.hear("Noch etwas.")
    one, other = await office.codes()
    async with transaction(office.house.pool) as tx:
        await cases.join(tx, office.romina, other, one, office.clock())
    assert (await stranger.page(f"/status/{other}")).count(one) >= 1


async def test_the_desk_draws_the_way_there(office: Office, romina: Visitor, stranger: Visitor) -> None:
    await office.hear(SECRET)
    (code,) = await office.codes()
    drawn = await romina.get(f"/desk/case/{code}/qr.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.text.startswith("<svg")
    assert (await stranger.get(f"/desk/case/{code}/qr.svg")).status_code in {303, 401}


async def test_it_tells_until_when_something_is_promised_and_what_became_of_it(
    office: Office, stranger: Visitor
) -> None:
    await office.hear(SECRET)
    (code,) = await office.codes()
    due = office.clock() + timedelta(hours=3)
    async with transaction(office.house.pool) as tx:
        case = await cases.find(tx.conn, office.romina, code)
        (made,) = await memory.make_promises(
            tx, office.romina, case.id, None, [memory.Wish("Ich rufe Otto in der Deichstraße an", due)], office.clock()
        )  # fmt: skip
    page = await stranger.page(f"/status/{code}?lang=de")
    stamp = due.isoformat().replace("+00:00", "")
    assert page.count(stamp) >= 2  # under what comes next, and under what was promised
    assert "Deichstraße" not in page
    async with transaction(office.house.pool) as tx:
        promise = await memory.promise_by_id(tx.conn, office.brand.id, made)
        await memory.settle_promise(
            tx, office.romina, promise, memory.PromiseState.BROKEN, "Otto war nicht da", office.clock()
        )
    page = await stranger.page(f"/status/{code}?lang=en")
    assert "not kept, we are sorry" in page
    assert "Otto" not in page
    office.clock.move(days=40)
    assert "not kept" not in await stranger.page(f"/status/{code}?lang=en")
