"""The page on which leads say how the brand's numbers look, and try it before they keep it."""

from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from hilft import accounts, memory
from hilft.memory import BadPattern
from hilft.web.doors import Door
from hilft.web.knowledge import words
from hilft.web.visit import Visit

_LONGEST_TRIAL = 4_000
_BLANK = {"key": "customer_number", "pattern": "", "check": ""}


async def show(visit: Visit) -> Response:
    kept = visit.brand.settings.get("memory")
    return _page(visit, kept if isinstance(kept, dict) else {})


async def save(visit: Visit) -> Response:
    """Keep what was entered, or try it on a text: the button says which. What cannot be used comes back with its reason."""
    given = _read(visit)
    try:
        checked = memory.checked_settings(given)
    except BadPattern as problem:
        return _page(visit, given, problem.status, wrong=visit.language.sentence(problem))
    if visit.text("do") == "try":
        return _page(visit, given, tried=visit.text("trial")[:_LONGEST_TRIAL])
    visit.agent.check_leads()
    await accounts.save_brand_settings(visit.conn, visit.brand.id, "memory", checked)
    return visit.done("/desk/patterns?saved=yes", visit.language.gettext("Saved."))


def _read(visit: Visit) -> dict[str, Any]:
    """Read the form; whether a language model may propose stays as it was."""
    columns = [visit.form.getlist(f"number_{name}") for name in ("key", "pattern", "check")]
    numbers = [
        {"key": str(key), "pattern": str(pattern).strip(), "check": str(check)}
        for key, pattern, check in zip(*columns, strict=False)
        if str(pattern).strip()
    ]
    kept = visit.brand.settings.get("memory")
    return (dict(kept) if isinstance(kept, dict) else {}) | {
        "numbers": numbers,
        "devices": _lines(visit.text("devices")),
        "tariffs": _lines(visit.text("tariffs")),
        "region": visit.text("region").strip().upper() or "DE",
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _page(
    visit: Visit, given: dict[str, Any], status: int = 200, *, wrong: str = "", tried: str | None = None
) -> Response:
    numbers = [_BLANK | each for each in given.get("numbers", []) if isinstance(each, dict)]
    patterns = memory.patterns_of({"memory": given})
    found = memory.read(tried, visit.now, ZoneInfo(visit.brand.zone), patterns) if tried else []
    return visit.page(
        "patterns/page.html",
        status,
        numbers=[*numbers, *([_BLANK] * min(2, memory.MOST_NUMBERS - len(numbers)))],
        devices=given.get("devices", []),
        tariffs=given.get("tariffs", []),
        region=given.get("region", "DE"),
        checks=list(memory.CHECKS),
        wrong=wrong,
        saved=visit.query("saved"),
        tried=tried,
        found=[(words.label(each.key, visit.clock), words.shown(each.key, each.value, visit.clock)) for each in found],
        refused=memory.refused_numbers(tried, patterns) if tried else [],
    )  # fmt: skip


DOORS = (
    Door("/desk/patterns", show),
    Door("/desk/patterns", save, post=True),
)
