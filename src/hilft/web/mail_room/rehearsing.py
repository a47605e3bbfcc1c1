"""Let a letter arrive in the demo, and be answered: the same road as a real one, with an invented scan."""

import asyncio
from datetime import timedelta
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFont
from starlette.responses import Response

from hilft import cases, letters
from hilft.cases import Answer
from hilft.channels import Visibility
from hilft.letters import Letter, Scan, Sender
from hilft.memory import Wish
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.visit import Visit

_SENDER = Sender("Käthe Hinrichs", "Süderstraße 9", "25813 Husum")
_LETTER = """Sehr geehrte Damen und Herren,

seit dem Umzug am Montag habe ich in der Süderstraße kein Internet.
Mein Router ist eine WattBox 3, die DSL-Lampe blinkt. Neu gestartet
habe ich ihn schon. Meine Kundennummer ist WK-45320157.

Bitte rufen Sie mich vormittags an: 030 23125118.

Käthe Hinrichs"""
_ANSWER = """Guten Tag Frau Hinrichs,

danke für Ihren Brief. Ihr Anschluss in der Süderstraße war nach dem Umzug noch nicht freigeschaltet, das holen wir gerade nach. Ich melde mich bis morgen 12 Uhr bei Ihnen.

Mit freundlichen Grüßen"""
_INK, _PAPER, _SIZE = (28, 36, 84), (252, 250, 244), (1240, 1754)


def may(visit: Visit) -> bool:
    """Whether letters may be invented here: only where everything is."""
    return bool(visit.house.demo_logins)


async def rehearse(visit: Visit) -> Response:
    """Put the invented letter into the desk and answer it on paper, with a promise. Raises NotFound outside the demo."""
    if not may(visit):
        raise NotFound
    written_on = (visit.now - timedelta(days=2)).astimezone(ZoneInfo(visit.brand.zone)).date()
    content = await asyncio.to_thread(_drawn)
    sha256 = await visit.house.files.put(content)
    letter = Letter(written_on, [Scan(sha256, len(content), "image/png", "brief.png")], _SENDER, _LETTER)
    case = await letters.take_in(visit.tx, visit.agent, letter, visit.now)
    promised = await cases.promised_in(visit.conn, visit.agent, case.code, _ANSWER, visit.now)
    answer = Answer(
        text=_ANSWER,
        visibility=Visibility.PRIVATE,
        request_key=f"rehearsed:{case.id}",
        promises=tuple(Wish(each.text, each.due_at) for each in promised),
    )
    await cases.reply(visit.tx, visit.house.switchboard, visit.agent, case.code, answer, visit.now, 0)
    return visit.done(f"/desk/case/{case.written_code}")


def _drawn() -> bytes:
    """Draw the letter as a scanner would see it."""
    with (files("font_roboto") / "files" / "Roboto-Italic.ttf").open("rb") as cut:
        font = ImageFont.truetype(BytesIO(cut.read()), 34)
    sheet = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(sheet)
    address = "\n".join(_SENDER.lines())
    pen.multiline_text((130, 130), address, fill=_INK, font=font, spacing=14)
    pen.multiline_text((130, 480), _LETTER, fill=_INK, font=font, spacing=20)
    out = BytesIO()
    sheet.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


DOORS = (Door("/desk/letters/rehearse", rehearse, post=True),)
