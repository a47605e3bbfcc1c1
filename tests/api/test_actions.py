"""What an agent does with a case."""

import pytest

from tests.api.conftest import Office, client_of, hire

pytestmark = pytest.mark.anyio


@pytest.fixture
async def code(office: Office) -> str:
    await office.hear("Seit heute früh kein Internet.")
    (only,) = await office.codes()
    return only


async def test_of_two_who_claim_one_learns_who_was_faster(office: Office, code: str) -> None:
    assert (await office.post(f"/cases/{code}/claim"))["owner"] == "Romina"
    _, other = await hire(office.house.pool, office.brand, "wiebke", "wi")
    async with client_of(office.house, other) as client:
        answer = await client.post(f"/cases/{code}/claim")
    assert answer.status_code == 409
    assert answer.json()["agent"] == "Romina"
    assert (await office.post(f"/cases/{code}/release"))["owner"] is None


async def test_handing_over_leaves_a_word(office: Office, code: str) -> None:
    done = await office.post(f"/cases/{code}/hand-over", {"to": "ka", "text": "Bitte messen."})
    assert done["owner_initials"] == "ka"
    assert [note["text"] for note in (await office.get(f"/cases/{code}"))["notes"]] == ["Bitte messen."]
    await office.post(f"/cases/{code}/hand-over", {"to": "nobody"}, status=422)


async def test_solved_closed_and_opened_again(office: Office, code: str) -> None:
    assert (await office.post(f"/cases/{code}/solve"))["state"] == "solved"
    assert (await office.post(f"/cases/{code}/close"))["state"] == "closed"
    assert (await office.post(f"/cases/{code}/reopen"))["state"] == "open"
    kinds = [one["kind"] for one in (await office.get(f"/cases/{code}"))["timeline"]]
    assert {"case.solved", "case.closed", "case.reopened"} <= set(kinds)


async def test_a_snoozed_case_is_listed_as_such(office: Office, code: str) -> None:
    until = "2026-11-24T09:00:00Z"
    assert (await office.post(f"/cases/{code}/snooze", {"until": until}))["snoozed_until"] == until
    assert await office.codes(state="snoozed") == [code]
    await office.post(f"/cases/{code}/snooze", {"until": "2020-01-01T00:00:00Z"}, status=422)


async def test_a_participant_gets_an_own_case(office: Office) -> None:
    post = await office.hear("Kein Internet.")
    await office.hear("Bei mir auch!", who="jonas", parent=post)
    (code,) = await office.codes()
    messages = (await office.get(f"/cases/{code}"))["messages"]
    (theirs,) = [one for one in messages if one["participant"]]
    made = await office.post(f"/cases/{code}/split", {"message": theirs["id"]}, status=201)
    assert made["code"] != code
    assert sorted(await office.codes()) == sorted([code, made["code"]])
