"""Registration, tokens, profiles, bonds, leaving."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.town.square import Square

pytestmark = pytest.mark.anyio
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
NEWCOMER = {
    "username": "greta",
    "email": "greta@example.org",
    "password": "langes passwort",
    "agreement": True,
}


async def make_app(square: Square, redirect: str = OUT_OF_BAND) -> dict[str, Any]:
    form = {
        "client_name": "Probe",
        "redirect_uris": redirect,
        "scopes": "read write",
        "website": "https://a.example",
    }
    answer = await square.by("").post("/api/v1/apps", data=form)
    assert answer.status_code == 200
    app: dict[str, Any] = answer.json()
    return app


async def token(square: Square, app: dict[str, Any], **form: str) -> httpx.Response:
    keys = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    return await square.by("").post("/oauth/token", data={**keys, **form})


async def app_header(square: Square, app: dict[str, Any]) -> dict[str, str]:
    answer = await token(square, app, grant_type="client_credentials", scope="read write")
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def test_a_newcomer_registers_and_posts(square: Square) -> None:
    app = await make_app(square)
    assert app["redirect_uris"] == [OUT_OF_BAND]
    header = await app_header(square, app)
    made = await square.by("").post("/api/v1/accounts", json=NEWCOMER, headers=header)
    assert made.status_code == 200
    assert set(made.json()) == {"access_token", "token_type", "scope", "created_at"}
    mine = {"Authorization": f"Bearer {made.json()['access_token']}"}
    me = (await square.by("").get("/api/v1/accounts/verify_credentials", headers=mine)).json()
    assert (me["acct"], me["source"]["privacy"]) == ("greta", "public")
    posted = await square.by("").post("/api/v1/statuses", json={"status": "da"}, headers=mine)
    assert posted.json()["application"]["name"] == "Probe"
    login = {"grant_type": "password", "username": NEWCOMER["email"], "scope": "read"}
    assert (await token(square, app, **login, password=NEWCOMER["password"])).json()["scope"] == "read"  # type: ignore[arg-type]
    wrong = await token(square, app, **login, password="falsch")  # type: ignore[arg-type]
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    again = await square.by("").post("/api/v1/accounts", json=NEWCOMER, headers=header)
    assert again.status_code == 422
    assert again.json()["details"]["username"] == [
        {"error": "ERR_TAKEN", "description": "has already been taken"}
    ]


async def test_a_bad_registration_names_every_field(square: Square) -> None:
    header = await app_header(square, await make_app(square))
    form = {"username": "gre ta", "email": "nirgendwo", "password": "kurz"}
    answer = await square.by("").post("/api/v1/accounts", data=form, headers=header)
    assert answer.status_code == 422
    codes = {name: [each["error"] for each in found] for name, found in answer.json()["details"].items()}
    assert codes == {
        "username": ["ERR_INVALID"],
        "email": ["ERR_INVALID"],
        "password": ["ERR_TOO_SHORT"],
        "agreement": ["ERR_ACCEPTED"],
    }
    assert answer.json()["error"].startswith("Validation failed: Username must contain only letters")
    assert (await square.by("").post("/api/v1/accounts", json=NEWCOMER)).status_code == 401


async def test_tokens_open_what_they_are_for(square: Square) -> None:
    app = await make_app(square)
    header = await app_header(square, app)
    answer = await square.by("").get("/api/v1/timelines/home", headers=header)
    assert (answer.status_code, answer.json()) == (
        422,
        {"error": "This method requires an authenticated user"},
    )
    nobody = await square.by("").get("/api/v1/notifications")
    assert (nobody.status_code, nobody.json()) == (401, {"error": "The access token is invalid"})
    reading = (await token(square, app, grant_type="client_credentials", scope="read")).json()["access_token"]
    narrow = {"Authorization": f"Bearer {reading}"}
    refused = await square.by("").post("/api/v1/accounts", json=NEWCOMER, headers=narrow)
    assert (refused.status_code, refused.json()["error"]) == (
        403,
        "This action is outside the authorized scopes",
    )
    assert (
        await token(square, {**app, "client_secret": "x"}, grant_type="client_credentials")
    ).status_code == 401
    assert (await token(square, app, grant_type="client_credentials", scope="admin")).json()[
        "error"
    ] == "invalid_scope"
    assert (await token(square, app, grant_type="tea")).json()["error"] == "unsupported_grant_type"


async def test_a_citizen_authorizes_an_app(square: Square) -> None:
    app = await make_app(square, "https://app.example/back")
    verifier = "v" * 50
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "client_id": app["client_id"],
        "redirect_uri": "https://app.example/back",
        "response_type": "code",
        "scope": "read write",
        "state": "s",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    page = await square.by("").get("/oauth/authorize", params=asked)
    assert "Probe" in page.text
    moved = await square.by("").post(
        "/oauth/authorize", data={**asked, "citizen": "mia", "decision": "allow"}
    )
    assert moved.status_code == 303
    answer = parse_qs(urlsplit(moved.headers["location"]).query)
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"][0],
        "redirect_uri": asked["redirect_uri"],
    }
    assert answer["state"] == ["s"]
    assert (await token(square, app, **form, code_verifier="wrong")).status_code == 400
    given = (await token(square, app, **form, code_verifier=verifier)).json()
    header = {"Authorization": f"Bearer {given['access_token']}"}
    assert (await square.by("").get("/api/v1/accounts/verify_credentials", headers=header)).json()[
        "acct"
    ] == "mia"
    assert (await token(square, app, **form, code_verifier=verifier)).json()["error"] == "invalid_grant"
    foreign = {**asked, "redirect_uri": "https://evil.example/"}
    assert (await square.by("").get("/oauth/authorize", params=foreign)).status_code == 400


async def test_a_profile_changes(square: Square) -> None:
    form = {
        "display_name": "Otto N.",
        "note": "Zeile\n@mia <b>",
        "bot": "true",
        "fields_attributes[0][name]": "Ort",
        "fields_attributes[0][value]": "https://husum.example",
        "source[privacy]": "unlisted",
    }
    picture = {"avatar": ("a.png", PNG, "image/png")}
    answer = await square.by("otto").patch("/api/v1/accounts/update_credentials", data=form, files=picture)
    me = answer.json()
    assert (me["display_name"], me["bot"], me["source"]["privacy"]) == ("Otto N.", True, "unlisted")
    assert "&lt;b&gt;" in me["note"]
    assert me["fields"][0]["name"] == "Ort"
    assert (await square.by("").get(me["avatar"])).content == PNG
    assert (await square.say("otto", "leise"))["visibility"] == "unlisted"
    assert [each["acct"] for each in await square.get("mia", "/api/v1/accounts/search", q="n.")] == ["otto"]
    long = await square.by("otto").patch(
        "/api/v1/accounts/update_credentials", json={"display_name": "x" * 31}
    )
    assert long.status_code == 422


async def test_looking_people_up(square: Square) -> None:
    for acct in ("otto", "@Otto", "otto@town.test"):
        assert (await square.get("", "/api/v1/accounts/lookup", acct=acct))["acct"] == "otto"
    assert (await square.by("").get("/api/v1/accounts/lookup?acct=otto@else.example")).status_code == 404
    found = await square.get("otto", "/api/v2/search", q="watt", type="accounts")
    assert [each["acct"] for each in found["accounts"]] == ["wattkabel_hilft"]
    answer = await square.by("").get("/.well-known/webfinger?resource=acct:otto@town.test")
    assert answer.json()["aliases"] == ["https://town.test/users/otto"]


async def test_bonds(square: Square) -> None:
    otto, mia = square.id_of("otto"), square.id_of("mia")
    assert (await square.post("mia", f"/api/v1/accounts/{otto}/follow"))["following"] is True
    (bond,) = await square.get("otto", "/api/v1/accounts/relationships", **{"id[]": mia})
    assert (bond["followed_by"], bond["following"]) == (True, False)
    assert [each["acct"] for each in await square.get("", f"/api/v1/accounts/{otto}/followers")] == ["mia"]
    assert [each["acct"] for each in await square.get("", f"/api/v1/accounts/{mia}/following")] == ["otto"]
    assert (await square.get("", f"/api/v1/accounts/{otto}"))["followers_count"] == 1
    await square.post("mia", f"/api/v1/accounts/{otto}/unfollow")
    assert await square.notices("otto") == []
    assert (await square.post("otto", f"/api/v1/accounts/{mia}/mute"))["muting_notifications"] is True
    await square.say("mia", "@otto psst")
    assert await square.notices("otto") == []
    assert (await square.post("otto", f"/api/v1/accounts/{mia}/unmute"))["muting"] is False


async def test_who_leaves_takes_everything_along(square: Square) -> None:
    status = await square.say("otto", "@mia ich gehe")
    answer = await square.say("mia", "@otto schade", in_reply_to_id=status["id"])
    assert await square.post("otto", "/api/v1/town/delete_account") == {}
    assert (await square.by("").get(f"/api/v1/statuses/{status['id']}")).status_code == 404
    assert await square.notices("mia") == []
    left = await square.get("", f"/api/v1/statuses/{answer['id']}")
    assert (left["in_reply_to_id"], left["in_reply_to_account_id"], left["mentions"]) == (None, None, [])
    gone = await square.by("otto").get("/api/v1/accounts/verify_credentials")
    assert (gone.status_code, gone.json()) == (401, {"error": "The access token is invalid"})
    assert (await square.by("").get("/api/v1/accounts/lookup?acct=otto")).status_code == 404


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
