"""One problem told on the town square, continued on the telephone, at the counter and by mail, to four agents.

Nobody asks for what was said before: each question is tried, the desk points at the answer. The brief is right at each stage.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.channels.email.conftest import office, post_office
from tests.channels.email.office import OTTO, Office, letter
from tests.house.story import Story, opened
from tests.town.square import Square

__all__ = ["office", "post_office"]

pytestmark = [pytest.mark.anyio, pytest.mark.house]


@pytest.fixture
async def story(square: Square, office: Office, database: str, tmp_path: Path) -> AsyncIterator[Story]:
    async with opened(square, office, database, tmp_path / "desk") as open_story:
        yield open_story


def told(card: dict[str, Any], part: str) -> dict[str, tuple[str, str]]:
    """Give a part of the brief by key: value, and on which channel it was said."""
    return {each["key"]: (each["value"], each["source"]["channel"]) for each in card[part]}


async def test_nobody_explains_twice(story: Story) -> None:
    code = await on_the_square(story)
    await on_the_telephone(story, code)
    await at_the_counter(story, code)
    await by_mail(story, code)
    async with story.house.pool.acquire() as conn:
        people = await conn.fetchval(
            "select count(distinct h.customer_id) from cases c join handles h on h.brand_id = c.brand_id and h.id = c.handle_id"
        )
        whole = await conn.fetchval("select count(*) from cases where joined_into_id is null")
        evidence = await conn.fetch("select evidence from links order by linked_at")
    assert (people, whole) == (1, 1)
    assert [row["evidence"] for row in evidence] == ["code_spoken", "agent"]


async def on_the_square(story: Story) -> str:
    """Romina reads the whole problem in one post, and asks for the one thing that is missing."""
    post = await story.square.say(
        "otto",
        "@wattkabel_hilft Seit gestern Abend kein Internet, auf allen Geräten. FRITZ!Box 7590, die DSL-Lampe blinkt. "
        "Neu gestartet habe ich schon.",
    )
    code = await story.new_code([])
    romina = story.romina
    card = await romina.brief(code)
    assert card["problem"]["value"].startswith("Seit gestern Abend kein Internet")
    said = told(card, "said")
    assert said["device"] == ("FRITZ!Box 7590", "mastodon")
    assert said["scope"][0] == "all devices"
    assert told(card, "tried") == {"tried_restart": ("yes", "mastodon")}
    assert card["next"]["what"] == "answer"
    again = await romina.asks_again(
        code,
        "Hallo Otto! Welchen Router hast du, seit wann ist das so, und hast du ihn schon mal neu gestartet?",
        "public",
    )
    assert again == {"device", "since_when", "tried_restart"}
    await romina.answer(
        code, "Moin Otto, das klingt nach der Leitung. Schick mir bitte privat deine Kundennummer, dann schaue ich nach.",
        "public",
    )  # fmt: skip
    await story.square.say(
        "otto", "@wattkabel_hilft Kundennummer 4711-0815", visibility="direct", in_reply_to_id=post["id"]
    )
    await story.becomes(code, "4711-0815")
    promise = "Danke dir! Ich melde mich bis morgen 12 Uhr."
    (found,) = (await romina.check(code, promise))["promises"]
    await romina.answer(code, promise, "private")
    card = await romina.brief(code)
    (line,) = card["promised"]
    assert (line["value"], line["source"]["by"]) == (found["text"], "Romina")
    return code


async def on_the_telephone(story: Story, code: str) -> None:
    """Kai has never heard of Otto, who calls from a number nobody knows and says his code."""
    kai = story.kai
    assert (await kai.visitor.post("/desk/calls/extension", {"extension": "21"})).status_code == 303
    await story.phone("ringing", users=["21"])
    path = await story.ringing()
    await story.phone("answered", users=["21"])
    page = await kai.visitor.page(f"{path}?q={code}")
    assert code in page
    card = await kai.brief(code)
    assert told(card, "said")["customer_number"] == ("4711-0815", "mastodon")
    assert card["promised"][0]["source"]["by"] == "Romina"
    again = await kai.asks_again(
        code, "Wie ist Ihre Kundennummer? Was für einen Router haben Sie? Haben Sie ihn schon neu gestartet?"
    )
    assert again == {"customer_number", "device", "tried_restart"}
    fresh = "Haben Sie das Kabel zwischen Dose und Router geprüft? Und wann erreichen wir Sie am besten?"
    assert await kai.asks_again(code, fresh) == set()
    note = "Kabel geprüft, sitzt fest. Rückruf am besten nach 17 Uhr unter dieser Nummer: 030 23125117."
    kept = await kai.visitor.post(f"{path}/note", {"text": note, "case": code, "spoken": code})
    assert kept.headers["location"] == f"/desk/case/{code}"
    await story.phone("ended")


async def at_the_counter(story: Story, code: str) -> None:
    """Wiebke scans the code off Otto's telephone and sees what square and hotline heard."""
    wiebke = story.wiebke.visitor
    scanned = await wiebke.get(f"/desk/counter?q=http://desk.test/status/{code}")
    assert scanned.headers["location"] == f"/desk/counter/{code}"
    page = await wiebke.page(f"/desk/counter/{code}")
    for words in ("FRITZ!Box 7590", "4711-0815", "nach 17:00", "Romina"):
        assert words in page, words
    card = await story.wiebke.brief(code)
    assert told(card, "tried") == {"tried_restart": ("yes", "mastodon"), "tried_cable": ("yes", "phone")}
    assert told(card, "said")["preferred_contact_time"] == ("after 17:00", "phone")
    assert told(card, "said")["phone"][1] == "phone"
    again = await story.wiebke.asks_again(
        code, "Sitzt denn das Kabel richtig? Wann können wir Sie anrufen, und unter welcher Nummer?"
    )
    assert again == {"tried_cable", "preferred_contact_time", "phone"}
    fresh = "Haben Sie es schon an einer anderen Telefondose probiert?"
    assert await story.wiebke.asks_again(code, fresh) == set()
    note = re.search(r'name="id" value="([^"]+)"', page)
    assert note is not None
    words = f"An der anderen Dose im Flur probiert, auch dort kein Signal. Seine Mail ist {OTTO}."
    kept = await wiebke.post(f"/desk/counter/{code}", {"id": note[1], "text": words, "next": "open"})
    assert kept.status_code == 303, kept.text
    assert "Wiebke ^wi" in await wiebke.page(f"/desk/case/{code}")


async def by_mail(story: Story, code: str) -> None:
    """Otto writes from an address the desk only knows by hearsay: Hauke says that it is he, joins the two, and answers by mail."""
    hauke = story.hauke
    known = await story.codes()
    await story.office.send(
        letter(
            f"Fall {code}: Jetzt auch Werksreset gemacht, hilft nicht. Im Menü steht Fehlercode F3411.",
            Subject="Noch immer",
        )
    )
    mailed = await story.new_code(known)
    page = await hauke.visitor.page(f"/desk/case/{mailed}")
    assert code in page.split('id="region-head"')[1].split('id="region-brief"')[0]
    joined = await hauke.visitor.ask(f"/desk/case/{mailed}/join-same", {"into": code})
    assert joined.status_code == 200, joined.text
    card = await hauke.brief(code)
    assert told(card, "tried") == {
        "tried_restart": ("yes", "mastodon"), "tried_cable": ("yes", "phone"), "tried_other_socket": ("yes", "counter"),
        "tried_reset": ("yes", "email"),
    }  # fmt: skip
    said = told(card, "said")
    assert said["error_code"] == ("F3411", "email")
    assert said["email"] == (OTTO, "counter")
    again = await hauke.asks_again(
        code,
        "Bitte setzen Sie den Router auf Werkseinstellungen zurück und nennen Sie uns den Fehlercode, Ihre Kundennummer, "
        "Ihr Modell und seit wann die Störung besteht. Haben Sie es an einer anderen Dose versucht?",
    )
    assert again == {
        "tried_reset",
        "error_code",
        "customer_number",
        "device",
        "since_when",
        "tried_other_socket",
    }
    answer = (
        "Guten Tag Otto, an der Leitung liegt es nicht bei Ihnen: ein Techniker kommt am Freitag um 10 Uhr."
    )
    await hauke.answer(code, answer, "private")
    got = await story.office.find(OTTO, lambda mail: "Techniker" in mail.as_string())
    assert got["In-Reply-To"]
    await story.office.send(letter(f"Passt! Fall {code}", Subject="Termin"))
    await story.becomes(code, "Passt!")
