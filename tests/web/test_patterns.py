"""The brand's own numbers and words: entered, tried on a text, kept; what cannot be is told in a sentence."""

import pytest

from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

FORM = {
    "number_key": ["customer_number", "order_number"],
    "number_pattern": [r"WK-\d{8}", ""],
    "number_check": ["luhn", ""],
    "devices": "WattBox 3\r\n\r\nWattBox Mini",
    "tariffs": "Watt Fiber 250",
    "region": "de",
}
TEXT = "Meine Nummer ist WK-45320157, die WattBox Mini blinkt. Oder war es WK-45320156?"


async def test_patterns_are_tried_and_kept_by_leads(office: Office, romina: Visitor) -> None:
    tried = await romina.post("/desk/patterns?lang=de", FORM | {"do": "try", "trial": TEXT})
    assert tried.status_code == 200
    facts = tried.text.partition('role="status"')[2]
    assert '<dd dir="auto">WK-45320157</dd>' in facts, facts
    assert "WattBox Mini" in facts
    assert "WK-45320156 hat die Form" in facts
    assert (await romina.post("/desk/patterns", FORM | {"do": "save"})).status_code == 403
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead'")
    assert (await romina.post("/desk/patterns", FORM | {"do": "save"})).status_code == 303
    page = await romina.page("/desk/patterns")
    assert "WattBox 3\nWattBox Mini</textarea>" in page
    await office.hear("Kundennummer WK-45320157 hier, nichts geht")
    (code,) = await office.codes()
    assert "WK-45320157" in str((await office.get(f"/cases/{code}/facts"))["items"])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("number_pattern", ["(", ""], "is no regular expression"),
        ("number_pattern", [r"(\d+)+", ""], "repeats a repetition"),
        ("number_check", ["crc", ""], "no check digit called crc"),
        ("region", "XX", "The country is a code"),
    ],
)
async def test_what_cannot_be_used_comes_back_with_its_reason(
    office: Office, romina: Visitor, field: str, value: str, sentence: str
) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead'")
    answer = await romina.post("/desk/patterns?lang=en", FORM | {"do": "save", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "WattBox Mini" in answer.text
