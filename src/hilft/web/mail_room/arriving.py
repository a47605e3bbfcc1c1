"""The form for a letter that came: its scan, its date, who wrote it, to which case it belongs."""

from datetime import date
from zoneinfo import ZoneInfo

from starlette.datastructures import UploadFile
from starlette.responses import Response

from hilft import calls, cases, letters
from hilft.db import transaction
from hilft.ids import AccountId
from hilft.letters import BadDate, Letter, Scan, Sender
from hilft.problems import Problem
from hilft.web.failures import TooLarge
from hilft.web.mail_room.chosen import account_id
from hilft.web.visit import Visit

FIELDS = ("name", "extra", "street", "place", "country")


async def ask(visit: Visit) -> Response:
    """Show the form; the address of a known customer stands in it already."""
    return await _form(visit)


async def take(visit: Visit) -> Response:
    """Put the letter into the desk. What cannot be comes back with its reason; only the files must be chosen again."""
    code = visit.text("case").strip() or None
    try:
        letter = await _letter(visit)
        async with transaction(visit.house.pool) as tx:
            case = await letters.take_in(tx, visit.agent, letter, visit.now, code)
    except Problem as problem:
        async with transaction(visit.house.pool) as visit.open_tx:
            return await _form(visit, problem.status, wrong=visit.language.sentence(problem))
    return visit.done(f"/desk/case/{case.written_code}", visit.language.gettext("The letter is in its case."))


async def _letter(visit: Visit) -> Letter:
    try:
        written_on = date.fromisoformat(visit.text("written_on"))
    except ValueError:
        raise BadDate from None
    given = {name: visit.text(name).strip() for name in FIELDS}
    return Letter(
        written_on=written_on,
        scans=await _scans(visit),
        sender=Sender(**given) if any(given.values()) else None,
        text=visit.text("text"),
        account_id=AccountId(wanted) if (wanted := account_id(visit.text("account"))) else None,
    )


async def _scans(visit: Visit) -> list[Scan]:
    """Keep the files that came; what they are their first bytes say."""
    found = []
    for each in visit.form.getlist("scan"):
        if isinstance(each, UploadFile) and (content := await each.read(letters.LARGEST + 1)):
            if len(content) > letters.LARGEST:
                raise TooLarge
            kind = letters.kind_of(content)
            sha256 = await visit.house.files.put(content)
            found.append(Scan(sha256, len(content), kind, each.filename or ""))
    return found


async def _form(visit: Visit, status: int = 200, *, wrong: str = "") -> Response:
    words = visit.query("q").strip()
    found = await calls.search(visit.conn, visit.agent, words)
    code = cases.read_code(visit.query("case") or visit.text("case"))
    case = await _case(visit, code)
    lines = await letters.address_of(visit.conn, case) if case else []
    if case is not None and case.code not in {each.code for each in found}:
        found = [*await calls.search(visit.conn, visit.agent, case.code), *found]
    today = visit.now.astimezone(ZoneInfo(visit.brand.zone)).date()
    return visit.page(
        "mail_room/new.html",
        status,
        q=words,
        found=found,
        chosen=case.code if case else "",
        lines=lines,
        given={name: visit.text(name) for name in (*FIELDS, "text", "account")},
        written_on=visit.text("written_on") or today.isoformat(),
        today=today.isoformat(),
        desks=await letters.desks(visit.conn, visit.brand.id),
        wrong=wrong,
    )


async def _case(visit: Visit, code: str | None) -> cases.Case | None:
    if code is None:
        return None
    try:
        return await cases.find(visit.conn, visit.agent, code)
    except cases.NoSuchCase:
        return None
