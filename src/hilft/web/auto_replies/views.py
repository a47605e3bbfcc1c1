"""Automatic answers: everybody reads, team leads and administrators write."""

import re
from uuid import UUID

from starlette.responses import Response

from hilft import accounts, hours, rules
from hilft.channels import Visibility
from hilft.ids import AccountId
from hilft.problems import NotFound, Problem
from hilft.rules import AutoReply, Texts, default_texts
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

KINDS = (
    (Visibility.PUBLIC, N_("What is said in public")),
    (Visibility.PRIVATE, N_("What is said in private")),
)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_NO_NUMBER = -1
"Refused where it is kept, with the sentence that says what fits."


async def show(visit: Visit) -> Response:
    return await _page(visit, saved=visit.query("saved"))


async def save(visit: Visit) -> Response:
    """Keep how one account answers one kind; what cannot be is said above, with everything still typed in."""
    visit.agent.check_leads()
    rule = await _typed(visit)
    try:
        await rules.save_auto_reply(visit.tx, visit.brand.id, rule, visit.now)
    except Problem as problem:
        if visit.wants_json:
            raise
        return await _page(visit, typed=rule, wrong=visit.language.sentence(problem), status=problem.status)
    return visit.done("/desk/auto-replies?saved=1")


async def _typed(visit: Visit) -> AutoReply:
    try:
        account_id = AccountId(UUID(visit.text("account")))
        visibility = Visibility(visit.text("visibility"))
        way = Visibility(visit.text("way", visibility.value))
    except ValueError:
        raise NotFound from None
    await accounts.account(visit.conn, visit.brand.id, account_id)
    minutes = visit.text("before").strip() or "0"
    return AutoReply(
        account_id=account_id,
        visibility=visibility,
        switched_on=visit.text("on") == "on",
        way=way,
        before_minutes=int(minutes) if _NUMBER.fullmatch(minutes) else _NO_NUMBER,
        texts={
            code: Texts(
                visit.text(f"closed_{code}", words.closed), visit.text(f"closing_{code}", words.closing)
            )
            for code, words in default_texts().items()
        },
    )


async def _page(
    visit: Visit, *, typed: AutoReply | None = None, saved: str = "", wrong: str = "", status: int = 200
) -> Response:
    every = [each for each in await accounts.accounts(visit.conn, visit.brand.id) if each.role == "service"]
    known = await rules.auto_replies(visit.conn, visit.brand.id)
    if typed is not None:
        known[(typed.account_id, typed.visibility)] = typed
    shown = {
        (each.id, kind): known.get((each.id, kind))
        or AutoReply(each.id, kind, switched_on=False, way=kind, before_minutes=0, texts=default_texts())
        for each in every
        for kind, _ in KINDS
    }
    calendar = await hours.calendar_of(visit.conn, visit.brand.id)
    return visit.page(
        "auto_replies/page.html",
        status,
        every=every,
        kinds=KINDS,
        shown=shown,
        given=calendar.given,
        saved=saved,
        wrong=wrong,
        at=(typed.account_id, typed.visibility) if typed else None,
    )


DOORS = (
    Door("/desk/auto-replies", show),
    Door("/desk/auto-replies", save, post=True),
)
