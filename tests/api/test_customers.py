"""Customers by API: found through their case, linked by evidence, taken back."""

import pytest

from tests.api.conftest import Office, client_of

pytestmark = pytest.mark.anyio


async def test_two_are_linked_and_separated_again(office: Office) -> None:
    await office.hear("Kein Internet.", who="otto")
    await office.hear("Immer noch kein Internet.", who="otto_privat")
    codes = await office.codes()
    one, other = [await office.get(f"/cases/{code}/customer") for code in codes]
    assert one["id"] != other["id"]
    where = f"/customers/{one['id']}/links"
    told = await office.post(where, {"customer": other["id"]}, status=422)
    assert "same name or picture is no proof" in told["detail"]
    body = {"case": codes[1], "evidence": "agent", "reason": "Hat es am Telefon gesagt."}
    linked = await office.post(where, body, status=201)
    assert len(linked["handles"]) == 2
    assert set(linked["cases"]) == set(codes)
    assert (await office.get(f"/customers/{other['id']}"))["id"] == linked["id"]
    await office.post(where, body, status=409)
    async with client_of(office.house, office.token) as client:
        answer = await client.delete(f"{where}/{linked['links'][0]['id']}")
        again = await client.delete(f"{where}/{linked['links'][0]['id']}")
    assert (answer.status_code, again.status_code) == (200, 404)
    for before in (one, other):
        assert (await office.get(f"/customers/{before['id']}"))["cases"] == before["cases"]


async def test_strangers_and_nonsense_are_told_so(office: Office) -> None:
    for path, status in (("/customers/01a2b3c4-0000-7000-8000-000000000000", 404), ("/customers/otto", 422)):
        answer = await office.client.get(path)
        assert answer.status_code == status, answer.text
