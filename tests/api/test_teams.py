"""Teams: named, one for each agent, and the asked-twice rate told by them."""

import httpx
import pytest

from tests.api.conftest import Office
from tests.api.test_hours import lead

__all__ = ["lead"]

pytestmark = pytest.mark.anyio


async def test_leads_found_name_and_dissolve_teams(office: Office, lead: httpx.AsyncClient) -> None:
    made = await lead.post("/teams", json={"name": " Die  Nordwache ", "members": ["romina", "^ka", "kai"]})
    assert made.status_code == 201, made.text
    team = made.json()
    assert (team["name"], team["members"]) == ("Die Nordwache", ["kai", "romina"])
    assert (await lead.post("/teams", json={"name": "die nordwache"})).status_code == 409
    other = (await lead.post("/teams", json={"name": "Spät", "members": ["kai"]})).json()
    assert [(each["name"], each["members"]) for each in (await office.get("/teams"))["items"]] == [
        ("Die Nordwache", ["romina"]),
        ("Spät", ["kai"]),
    ]
    taken = await lead.put(f"/teams/{other['id']}", json={"name": "Die Nordwache"})
    assert taken.status_code == 409
    assert "Die Nordwache" in taken.json()["detail"]
    emptied = await lead.put(f"/teams/{other['id']}", json={"name": "Spätschicht"})
    assert emptied.json() == {"id": other["id"], "name": "Spätschicht", "members": []}
    assert (await lead.delete(f"/teams/{other['id']}")).status_code == 204
    assert (await lead.delete(f"/teams/{other['id']}")).status_code == 404
    stranger = await lead.post("/teams", json={"name": "X", "members": ["niemand"]})
    assert stranger.status_code == 404
    assert "niemand" in stranger.json()["detail"]
    assert (await lead.post("/teams", json={"name": " \n "})).status_code == 422
    await office.post("/teams", {"name": "Nicht meine Sache"}, status=403)


async def test_the_asked_twice_rate_is_told_by_team_channel_and_week(
    office: Office, lead: httpx.AsyncClient
) -> None:
    await office.hear("Ich habe eine Fritzbox 7590, seit gestern kein Internet")
    (code,) = await office.codes()
    await office.post(f"/cases/{code}/draft-check", {"text": "Hallo", "visibility": "public"})
    for text in ("Welchen Router haben Sie?", "Danke, ich schaue nach."):
        body = {"text": text, "visibility": "public", "hold_seconds": 0}
        await office.post(f"/cases/{code}/replies", body, status=201)
    office.clock.move(minutes=1)
    (row,) = (await office.get("/asked-twice", by="team"))["items"]
    assert (row["group"], row["answers"], row["again"], row["rate"]) == (None, 2, 1, 0.5)
    await lead.post("/teams", json={"name": "Nordwache", "members": ["romina"]})
    told = {
        by: (await office.get("/asked-twice", by=by))["items"] for by in ("team", "agent", "channel", "week")
    }
    assert [each[0]["rate"] for each in told.values()] == [0.5] * 4
    assert [each[0]["group"] for each in told.values()] == ["Nordwache", "romina", "mastodon", "2026-11-23"]
    assert (await office.client.get("/asked-twice?by=moon")).status_code == 422
