"""The page behind the link of a question, and the question on the status page. A GET never counts: mail scanners follow links."""

from datetime import timedelta

from starlette.responses import RedirectResponse, Response

from hilft import accounts, cases, ratings, staff
from hilft.ids import BrandId
from hilft.problems import NotFound
from hilft.ratings import Question, QuestionGone, Verdict, Via
from hilft.web.doors import Door
from hilft.web.visit import Visit

WHAT, STATUS = "rate", "status"
_STILL = timedelta(hours=24)


def may_add(asked: Question, visit: Visit) -> bool:
    """Whether a word may be added to what was said."""
    return not asked.text and asked.rated_at is not None and visit.now < asked.rated_at + _STILL


async def show(visit: Visit) -> Response:
    found = await _found(visit)
    return _page(visit, found[1] if found else None)


async def answer(visit: Visit) -> Response:
    """Take the click, or the word after it; whoever comes twice sees that it was taken."""
    found = await _found(visit)
    if found is None:
        return _page(visit, None)
    await _take(visit, *found, Via.CHANNEL)
    return RedirectResponse(visit.request.url.path, 303)


async def answer_on_status(visit: Visit) -> Response:
    """The same on the status page of a solved case. A wrong code is counted like everywhere."""
    code, origin = visit.request.path_params["code"][:40], _origin(visit)
    if await staff.guess_wait(visit.conn, visit.brand.id, STATUS, origin, visit.now):
        return RedirectResponse("/status", 303)
    stands = await cases.status(visit.conn, visit.brand.id, code, visit.now)
    if stands is None:
        await staff.guessed_wrong(visit.tx, visit.brand.id, STATUS, origin, visit.now)
        return RedirectResponse("/status", 303)
    asked = await ratings.question_of(visit.conn, visit.brand.id, stands.case_id)
    if asked is not None and asked.open:
        await _take(visit, visit.brand.id, asked, Via.STATUS)
    return RedirectResponse(f"/status/{stands.code}#rate", 303)


async def _take(visit: Visit, brand_id: BrandId, asked: Question, via: Via) -> None:
    said = visit.text("verdict")
    if asked.verdict is None and said:
        try:
            verdict = Verdict(said)
        except ValueError:
            raise NotFound from None
        await ratings.rate(visit.tx, brand_id, asked.case_id, verdict, via, visit.now)
    await ratings.say_why(visit.tx, brand_id, asked.case_id, visit.text("text"), visit.now)


async def _found(visit: Visit) -> tuple[BrandId, Question] | None:
    """Find what the link asks about. A wrong one is counted, so it is answered, not raised."""
    origin = _origin(visit)
    if await staff.guess_wait(visit.conn, visit.brand.id, WHAT, origin, visit.now):
        return None
    try:
        found = await ratings.find_question(visit.conn, visit.request.path_params["token"][:200], visit.now)
    except QuestionGone:
        await staff.guessed_wrong(visit.tx, visit.brand.id, WHAT, origin, visit.now)
        return None
    visit.open_brand = await accounts.brand_by_id(visit.conn, found[0])
    return found


def _origin(visit: Visit) -> str:
    return visit.request.client.host if visit.request.client else ""


def _page(visit: Visit, asked: Question | None) -> Response:
    add = asked is not None and may_add(asked, visit)
    page = visit.page("rating/page.html", 200 if asked else 404, asked=asked, add=add)
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page


DOORS = (
    Door("/rate/{token}", show, open=True),
    Door("/rate/{token}", answer, post=True, open=True),
    Door("/status/{code}/rate", answer_on_status, post=True, open=True),
)
