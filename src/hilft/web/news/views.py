"""The page of announcements: everybody reads, team leads and administrators write."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.responses import Response

from hilft import news
from hilft.hours import instant_of
from hilft.news import Kind, NoSuchAnnouncement
from hilft.problems import NotFound, Problem
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

KINDS = ((Kind.NEWS, N_("News")), (Kind.DISRUPTION, N_("Disruption")))
STAGES = {
    "scheduled": N_("planned"),
    "published": N_("published"),
    "over": N_("over"),
    "withdrawn": N_("withdrawn"),
}
_PAGE = 30


async def show(visit: Visit) -> Response:
    return await _page(visit, saved=visit.query("saved"))


async def write(visit: Visit) -> Response:
    """Announce something; what cannot be is said above the form, with everything still in it."""
    visit.agent.check_leads()
    try:
        await news.announce(
            visit.tx,
            visit.agent,
            kind=_kind(visit.text("kind")),
            title=visit.text("title"),
            text=visit.text("text"),
            publish_at=_time(visit),
            now=visit.now,
        )
    except Problem as problem:
        if visit.wants_json:
            raise
        return await _page(visit, wrong=visit.language.sentence(problem), status=problem.status)
    return visit.done("/desk/news?saved=1")


async def change(visit: Visit) -> Response:
    """Change an announcement, wherever it stands."""
    visit.agent.check_leads()
    try:
        await news.change(
            visit.tx,
            visit.agent,
            _id(visit),
            title=visit.text("title"),
            text=visit.text("text"),
            publish_at=None,
            now=visit.now,
        )
    except Problem as problem:
        if visit.wants_json or isinstance(problem, NotFound):
            raise
        return await _page(visit, wrong=visit.language.sentence(problem), status=problem.status)
    return visit.done("/desk/news?saved=1")


async def end(visit: Visit) -> Response:
    await news.end(visit.tx, visit.agent, _id(visit), visit.now)
    return visit.done("/desk/news?saved=1")


async def withdraw(visit: Visit) -> Response:
    await news.withdraw(visit.tx, visit.agent, _id(visit), visit.now)
    return visit.done("/desk/news?saved=1")


async def _page(visit: Visit, *, saved: str = "", wrong: str = "", status: int = 200) -> Response:
    found = await news.announcements(visit.conn, visit.brand.id, _before(visit), _PAGE + 1)
    # Only what was typed for a new announcement goes back into its form.
    typed = {name: visit.text(name) for name in ("kind", "title", "text", "at")} if _is_new(visit) else {}
    return visit.page(
        "news/page.html",
        status,
        listed=[(each, each.stage(visit.now).value) for each in found[:_PAGE]],
        older=found[_PAGE - 1].id if len(found) > _PAGE else None,
        kinds=KINDS,
        stages=STAGES,
        kind_names={kind.value: name for kind, name in KINDS},
        typed=typed,
        saved=saved,
        wrong=wrong,
    )


def _is_new(visit: Visit) -> bool:
    return visit.request.method == "POST" and visit.request.url.path == "/desk/news"


def _kind(text: str) -> Kind:
    try:
        return Kind(text or Kind.NEWS)
    except ValueError:
        raise NotFound from None


def _time(visit: Visit) -> datetime | None:
    """Read the wall clock's time in the brand's zone (what browsers send: ``2026-11-24T08:00``)."""
    text = visit.text("at").strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return instant_of(text)
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(visit.brand.zone))


def _before(visit: Visit) -> UUID | None:
    try:
        return UUID(visit.query("before")) if visit.query("before") else None
    except ValueError:
        raise NotFound from None


def _id(visit: Visit) -> UUID:
    try:
        return UUID(visit.request.path_params["id"])
    except ValueError:
        raise NoSuchAnnouncement from None


DOORS = (
    Door("/desk/news", show),
    Door("/desk/news", write, post=True),
    Door("/desk/news/{id}", change, post=True),
    Door("/desk/news/{id}/over", end, post=True),
    Door("/desk/news/{id}/withdraw", withdraw, post=True),
)
