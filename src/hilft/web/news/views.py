"""The page of announcements: everybody reads, team leads and administrators write."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.responses import JSONResponse, Response

from hilft import news
from hilft.hours import instant_of
from hilft.ids import AccountId
from hilft.news import Audience, Kind, NoSuchAnnouncement, Preview, Shown
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
POST_STATES = {
    "planned": N_("planned"),
    "leaving": N_("on its way"),
    "published": N_("published"),
    "changing": N_("is being changed"),
    "differs": N_("an earlier text stands there"),
    "refused": N_("refused"),
    "unknown": N_("unclear"),
    "withdrawing": N_("is being taken down"),
    "stuck": N_("still there"),
    "withdrawn": N_("withdrawn"),
}
_PAGE = 30
_OWN = "own-"
_TYPED = ("kind", "title", "text", "at")


async def show(visit: Visit) -> Response:
    return await _page(visit, saved=visit.query("saved"))


async def write(visit: Visit) -> Response:
    """Announce something, or only show how it would look; what cannot be is said above the form."""
    visit.agent.check_leads()
    if visit.text("look"):
        await news.save_draft(visit.tx, visit.agent, _typed(visit), visit.now)
        return await _page(visit, looked=True)
    try:
        await news.announce(
            visit.tx,
            visit.house.switchboard,
            visit.agent,
            kind=_kind(visit.text("kind")),
            title=visit.text("title"),
            text=visit.text("text"),
            publish_at=_time(visit),
            now=visit.now,
            chosen=_chosen(visit),
        )
    except Problem as problem:
        if visit.wants_json:
            raise
        return await _page(visit, wrong=visit.language.sentence(problem), status=problem.status)
    await news.drop_draft(visit.tx, visit.agent)
    return visit.done("/desk/news?saved=1")


async def draft(visit: Visit) -> Response:
    """Keep what was typed so far, and say what each account would say."""
    await news.save_draft(visit.tx, visit.agent, _typed(visit), visit.now)
    return await preview(visit)


async def preview(visit: Visit) -> Response:
    """Say what each chosen account would say, and how long that is."""
    visit.agent.check_leads()
    facts = {
        str(each.account.id): {
            "text": each.text, "used": each.used, "limit": each.limit, "ok": each.ok,
        }
        for each in await _previews(visit, _typed(visit), _chosen(visit))
    }  # fmt: skip
    return JSONResponse({"accounts": facts}, headers={"Cache-Control": "no-store"})


async def change(visit: Visit) -> Response:
    """Change an announcement, wherever it stands."""
    visit.agent.check_leads()
    try:
        await news.change(
            visit.tx,
            visit.house.switchboard,
            visit.agent,
            _id(visit),
            title=visit.text("title"),
            text=visit.text("text"),
            publish_at=_time(visit),
            now=visit.now,
            chosen=_chosen(visit) if visit.text("accounts") else None,
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


async def settle(visit: Visit) -> Response:
    """Settle how it stands on one account."""
    which = (visit.agent, _id(visit), _id(visit, "post"))
    deed = visit.request.path_params["deed"]
    if deed == "withdraw":
        await news.withdraw_post(visit.tx, *which, visit.now)
    elif deed == "anew":
        await news.publish_anew(visit.tx, visit.house.switchboard, *which, visit.now)
    elif deed == "retry":
        await news.try_again(visit.tx, *which, visit.now)
    elif deed == "resend":
        await news.send_again(visit.tx, *which, visit.now)
    elif deed == "confirm":
        await news.it_is_there(visit.tx, *which, visit.now)
    else:
        raise NotFound
    return visit.done("/desk/news?saved=1")


async def _page(
    visit: Visit, *, saved: str = "", wrong: str = "", status: int = 200, looked: bool = False
) -> Response:
    found = await news.announcements(visit.conn, visit.brand.id, _before(visit), _PAGE + 1)
    listed = found[:_PAGE]
    switchboard, leads = visit.house.switchboard, visit.agent.leads
    posts = await news.posts_of(visit.conn, switchboard, visit.brand.id, [each.id for each in listed])
    # Only what was typed for a new announcement goes back into its form.
    typed = _typed(visit) if _is_new(visit) else await news.draft(visit.conn, visit.agent) if leads else {}
    among = await news.audiences(visit.conn, switchboard, visit.brand.id) if leads else []
    ticked = {
        each.account.id: typed.get(f"{_OWN}{each.account.id}", "") for each in among if _on(typed, each)
    }
    return visit.page(
        "news/page.html",
        status,
        listed=[
            (each, each.stage(visit.now).value, posts.get(each.id, []), _standing(posts.get(each.id, [])))
            for each in listed
        ],
        older=found[_PAGE - 1].id if len(found) > _PAGE else None,
        kinds=KINDS,
        stages=STAGES,
        post_states=POST_STATES,
        kind_names={kind.value: name for kind, name in KINDS},
        typed=typed,
        among=among,
        ticked=ticked,
        previews=news.preview(among, typed.get("title", ""), typed.get("text", ""), ticked) if looked else [],
        saved=saved,
        wrong=wrong,
        local=lambda at: at.astimezone(ZoneInfo(visit.brand.zone)).strftime("%Y-%m-%dT%H:%M"),
    )


def _standing(posts: list[Shown]) -> dict[AccountId, str]:
    """Give the own texts of the accounts that say it."""
    return {each.account.id: each.post.own_text for each in posts if each.post.withdrawn_at is None}


def _on(typed: dict[str, str], audience: Audience) -> bool:
    return str(audience.account.id) in typed.get("on", "").split()


def _typed(visit: Visit) -> dict[str, str]:
    """Give the fields of the form as text; ``on``: the ticked accounts."""
    fields = {name: visit.text(name) for name in _TYPED}
    own = {name: visit.text(name) for name in visit.form if name.startswith(_OWN)}
    return fields | own | {"on": " ".join(str(each) for each in visit.form.getlist("on"))}


async def _previews(visit: Visit, typed: dict[str, str], chosen: dict[AccountId, str]) -> list[Preview]:
    among = await news.audiences(visit.conn, visit.house.switchboard, visit.brand.id)
    return news.preview(among, typed["title"].strip(), typed["text"].strip(), chosen)


def _chosen(visit: Visit) -> dict[AccountId, str]:
    try:
        return {AccountId(UUID(str(each))): visit.text(f"{_OWN}{each}") for each in visit.form.getlist("on")}
    except ValueError:
        raise NotFound from None


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


def _id(visit: Visit, name: str = "id") -> UUID:
    try:
        return UUID(visit.request.path_params[name])
    except ValueError:
        raise NoSuchAnnouncement from None


DOORS = (
    Door("/desk/news", show),
    Door("/desk/news", write, post=True),
    Door("/desk/news/draft", draft, post=True),
    Door("/desk/news/preview", preview, post=True),
    Door("/desk/news/{id}", change, post=True),
    Door("/desk/news/{id}/posts/{post}/{deed}", settle, post=True),
    Door("/desk/news/{id}/over", end, post=True),
    Door("/desk/news/{id}/withdraw", withdraw, post=True),
)
