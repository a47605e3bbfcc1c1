"""The pages as a person sends and receives them."""

import re

import httpx
import pytest

from tests.town.square import Square

pytestmark = pytest.mark.anyio


async def visitor(square: Square, language: str = "de") -> httpx.AsyncClient:
    headers = {"Accept-Language": language}
    return httpx.AsyncClient(base_url=square.origin, headers=headers, follow_redirects=True)


async def test_otto_writes_and_reads_the_answer(square: Square) -> None:
    async with await visitor(square) as otto:
        front = await otto.get("/")
        assert "Wer bist du heute?" in front.text
        assert re.search(r"<textarea[^>]*>\s@wattkabel_hilft </textarea>", front.text)
        assert "script-src 'self'" in front.headers["content-security-policy"]
        thread = await otto.post(
            "/write", data={"text": "@wattkabel_hilft <b>kaputt", "visibility": "public"}
        )
        assert re.fullmatch(r"/@otto/\d+", thread.url.path)
        assert "&lt;b&gt;kaputt" in thread.text
        number = thread.url.path.rpartition("/")[2]
        await square.say("wattkabel_hilft", "@otto ich schaue nach", in_reply_to_id=number)
        assert "ich schaue nach" in (await otto.get(thread.url)).text


async def test_letters_are_for_those_named(square: Square) -> None:
    async with await visitor(square, "en") as page:
        thread = await page.post("/write", data={"text": "@wattkabel_hilft geheim", "visibility": "direct"})
        assert "Only those named" in thread.text
        assert "geheim" in (await page.get("/messages")).text
        assert "geheim" not in (await page.get("/")).text
        mia = await page.post("/choose", data={"who": "mia", "back": "/messages"})
        assert mia.url.path == "/messages"
        assert "geheim" not in mia.text
        assert (await page.get(thread.url)).status_code == 404
        assert "geheim" not in (await page.get("/@otto")).text


async def test_refused_words_stay_in_the_box(square: Square) -> None:
    async with await visitor(square) as page:
        answer = await page.post("/write", data={"text": "y" * 501, "visibility": "public"})
        assert answer.status_code == 422
        assert "höchstens 500 Zeichen" in answer.text
        assert "y" * 501 in answer.text


async def test_forms_of_other_sites_are_refused(square: Square) -> None:
    async with await visitor(square) as page:
        form, headers = {"text": "fremd", "visibility": "public"}, {"Origin": "https://evil.example"}
        assert (await page.post("/write", data=form, headers=headers)).status_code == 403
        elsewhere = await page.post("/choose", data={"language": "en", "back": "//evil.example"})
        assert elsewhere.url.host == "127.0.0.1"
        assert '<html lang="en">' in elsewhere.text


async def test_own_posts_can_be_deleted(square: Square) -> None:
    mine = await square.say("otto", "meins")
    other = await square.say("mia", "ihres")
    async with await visitor(square) as page:
        assert (await page.post(f"/remove/{mine['id']}", data={"back": "/"})).status_code == 200
        assert (await page.post(f"/remove/{other['id']}", data={"back": "/"})).status_code == 404
        front = (await page.get("/")).text
    assert "meins" not in front
    assert "ihres" in front


async def test_lists_have_older_pages(square: Square) -> None:
    for number in range(22):
        await square.say("otto", f"Nummer {number:02} #dsl")
    async with await visitor(square) as page:
        front = (await page.get("/")).text
        older = re.search(r'href="(/\?max_id=\d+)"', front)
        assert older is not None
        assert "Nummer 01" in (await page.get(older[1])).text
        assert "Nummer 21" in (await page.get("/tags/dsl")).text
        missing = await page.get("/@niemand")
    assert (missing.status_code, "Diese Seite gibt es nicht" in missing.text) == (404, True)


async def test_a_link_of_another_page_brings_words_along(square: Square) -> None:
    async with await visitor(square, "en") as page:
        direct = await page.get("/share?text=%40wattkabel_hilft%20&visibility=direct")
        assert re.search(r"<textarea[^>]*>\s@wattkabel_hilft </textarea>", direct.text)
        assert re.search(r'value="direct" checked', direct.text)
        strange = await page.get("/share?text=%3Cb%3E&visibility=loud")
        assert "&lt;b&gt;" in strange.text
        assert re.search(r'value="public" checked', strange.text)
