"""The pages that people read."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hilft.town.pages.post_view import PostView, post_view
from hilft.town.pages.visit import Visit, visit
from hilft.town.seeing import can_see, find_status, to_id, wants
from hilft.town.state.accounts import Account
from hilft.town.state.paging import Window, page
from hilft.town.state.statuses import DIRECT, PUBLIC, VISIBILITIES, Status
from hilft.town.threads import ancestors, descendants
from hilft.town.town import Town
from hilft.town.trouble import not_found

PAGE = 20
LONGEST_SHARED = 1000


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the box one writes in."""

    text: str
    visibility: str = "public"
    reply_to: str = ""
    error: str = ""


def routes(town: Town) -> list[Route]:
    async def front(request: Request) -> Response:
        return show_front(visit(town, request), Box(town.settings.greeting))

    async def messages(request: Request) -> Response:
        return show_messages(visit(town, request), Box(town.settings.greeting, DIRECT))

    async def share(request: Request) -> Response:
        """Something to say, brought along by a link of another page, as Mastodon takes it."""
        asked = request.query_params
        seen_by = asked.get("visibility", "")
        box = Box(asked.get("text", "")[:LONGEST_SHARED], seen_by if seen_by in VISIBILITIES else PUBLIC)
        show = show_messages if box.visibility == DIRECT else show_front
        return show(visit(town, request), box)

    async def tag(request: Request) -> Response:
        here = visit(town, request)
        name = request.path_params["tag"].lower()
        ids = town.state.statuses.tagged.get(name, [])
        return _list(here, ids, heading=f"#{name}")

    async def profile(request: Request) -> Response:
        here = visit(town, request)
        person = town.state.accounts.named(request.path_params["name"])
        if person is None:
            raise not_found()
        return _list(here, town.state.statuses.of_account.get(person.id, []), person=person)

    async def thread(request: Request) -> Response:
        here = visit(town, request)
        status = find_status(town.state, here.me, request.path_params["id"])
        return show_thread(here, status, reply_box(here, status))

    return [
        Route("/", front),
        Route("/messages", messages),
        Route("/share", share),
        Route("/tags/{tag}", tag),
        Route("/@{name}", profile),
        Route("/@{name}/{id}", thread),
    ]


def show_front(here: Visit, box: Box, status: int = 200) -> Response:
    return _list(here, here.town.state.statuses.public, box=box, code=status)


def show_messages(here: Visit, box: Box, status: int = 200) -> Response:
    """The newest status of each direct conversation."""
    state, me = here.town.state, here.me
    ids = [] if me is None else page(state.letters.last_ids(me.id), _window(here))
    posts = [post_view(here.town, state.statuses.by_id[number], me) for number in ids]
    older = ids[-1] if len(ids) == PAGE else None
    heading, hint = here.words["messages"], here.words["messages_hint"]
    return here.paint(
        "list.html", status, posts=posts, older=older, box=box, heading=heading, hint=hint, person=None
    )


def show_thread(here: Visit, status: Status, box: Box | None, code: int = 200) -> Response:
    state = here.town.state
    statuses = [*ancestors(state, status, here.me), status, *descendants(state, status, here.me)]
    posts = [post_view(here.town, each, here.me) for each in sorted(statuses, key=lambda each: each.id)]
    return here.paint("thread.html", code, posts=posts, box=box, current=status.id)


def reply_box(here: Visit, status: Status) -> Box | None:
    if here.me is None:
        return None
    people = here.town.state.accounts.by_id
    named = [people[each] for each in (status.account, *status.mentions) if each in people]
    others = dict.fromkeys(account.username for account in named if account.id != here.me.id)
    text = "".join(f"@{username} " for username in others)
    return Box(text, status.visibility, str(status.id))


def _list(
    here: Visit,
    ids: list[int],
    *,
    box: Box | None = None,
    heading: str = "",
    person: Account | None = None,
    code: int = 200,
) -> Response:
    state = here.town.state
    see = can_see if person is not None else wants
    shown = page(ids, _window(here), lambda number: see(state, here.me, state.statuses.by_id[number]))
    posts: list[PostView] = [post_view(here.town, state.statuses.by_id[each], here.me) for each in shown]
    older = shown[-1] if len(shown) == PAGE else None
    return here.paint(
        "list.html", code, posts=posts, older=older, box=box, heading=heading, hint="", person=person
    )


def _window(here: Visit) -> Window:
    older = here.request.query_params.get("max_id")
    return Window(PAGE, max_id=to_id(older) if older else None)
