"""Every error is a problem detail, and nobody sees another brand."""

import httpx
import pytest

from hilft.app import House
from hilft.db import DatabaseAway
from hilft.web.api import edge
from tests.api.conftest import Office, client_of, found_brand, hire

pytestmark = pytest.mark.anyio


def told(answer: httpx.Response) -> str:
    """Give the sentence of a problem, after looking at its shape (RFC 9457, 3)."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == answer.status_code
    assert "Traceback" not in answer.text
    return str(body["detail"])


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer ht_x_y", "Basic cm86cm8=", "Bearer \udcff"])
async def test_without_a_token_nothing_is_told(office: Office, header: str) -> None:
    async with client_of(office.house, "") as client:
        given = [(b"Authorization", header.encode("utf-8", "surrogateescape"))] if header else []
        answer = await client.get("/cases", headers=given)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "token" in told(answer)


@pytest.mark.parametrize(
    "query",
    [
        {"after": "???"},
        {"after": "AAAA"},
        {"state": "sleeping"},
        {"limit": "0"},
        {"limit": "201"},
        {"account": "x"},
    ],
)
async def test_a_malformed_query_is_a_422(office: Office, query: dict[str, str]) -> None:
    answer = await office.client.get("/cases", params=query)
    assert answer.status_code == 422
    assert told(answer)


@pytest.mark.parametrize("path", ["/cases/AAA-AAAA", "/cases/K7Q-4PXM", "/cases/x", "/cases/%00", "/nothing"])
async def test_what_is_not_there_is_a_404(office: Office, path: str) -> None:
    answer = await office.client.get(path)
    assert answer.status_code == 404
    assert told(answer)


async def test_a_wrong_method_is_a_405(office: Office) -> None:
    answer = await office.client.delete("/cases")
    assert answer.status_code == 405
    told(answer)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"text": 7}', b"[" * 20000])
async def test_a_malformed_body_is_refused(office: Office, body: bytes) -> None:
    await office.hear("Hallo?")
    (code,) = await office.codes()
    headers = {"Content-Type": "application/json"}
    answer = await office.client.post(f"/cases/{code}/notes", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    told(answer)


async def test_a_body_that_is_too_large_is_a_413(office: Office) -> None:
    answer = await office.client.post("/cases/AAA-AAAA/notes", json={"text": "x" * edge.BODY_LIMIT})
    assert answer.status_code == 413
    told(answer)


async def test_another_brands_case_does_not_exist(office: Office) -> None:
    await office.hear("Hallo?")
    (code,) = await office.codes()
    message = (await office.get(f"/cases/{code}"))["messages"][0]["id"]
    reply = await office.post(f"/cases/{code}/replies", {"text": "Ja?", "visibility": "public"}, status=201)
    other = await found_brand(office.house.pool, "deichnetz")
    _, token = await hire(office.house.pool, other, "romina", "ro")
    async with client_of(office.house, token) as client:
        assert (await client.get("/cases")).json()["items"] == []
        assert (await client.get("/accounts")).json()["items"] == []
        assert (await client.get("/search", params={"q": "Hallo"})).json()["items"] == []
        refused = [
            await client.get(f"/cases/{code}"),
            await client.post(f"/cases/{code}/claim"),
            await client.post(f"/cases/{code}/solve"),
            await client.post(f"/cases/{code}/notes", json={"text": "x"}),
            await client.post(f"/cases/{code}/replies", json={"text": "x", "visibility": "public"}),
            await client.post(f"/cases/{code}/split", json={"message": message}),
            await client.post(f"/deliveries/{reply['delivery']}/undo"),
            await client.post(f"/deliveries/{reply['delivery']}/resend"),
        ]
    assert [answer.status_code for answer in refused] == [404] * len(refused)


async def test_a_sentence_comes_in_the_callers_language(office: Office) -> None:
    answer = await office.client.get("/cases/AAA-AAAA", headers={"Accept-Language": "de"})
    english = await office.client.get("/cases/AAA-AAAA")
    assert told(answer) != told(english)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database stops answering between two requests."""

    class Away:
        def __init__(self, _pool: object) -> None: ...
        async def __aenter__(self) -> None:
            raise DatabaseAway

        async def __aexit__(self, *_: object) -> None: ...

    monkeypatch.setattr(edge, "transaction", Away)


async def test_a_database_that_is_away_is_a_503(office: Office, away: None) -> None:
    answer = await office.client.get("/cases")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    told(answer)


async def test_our_own_mistakes_are_told_without_a_trace(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_request: object) -> str:
        raise RuntimeError("secret details")

    monkeypatch.setattr(edge, "_token", fail)
    async with client_of(house, "x") as client:
        answer = await client.get("/cases")
    assert answer.status_code == 500
    assert "secret" not in told(answer)
