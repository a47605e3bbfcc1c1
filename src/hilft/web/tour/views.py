"""The page of the tour: what was done is read from the case itself, so it may be left and taken up again."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from hilft import accounts, cases, memory
from hilft.cases import Case, Direction, MessageRow
from hilft.channels import Visibility
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.house import Scene, Stage
from hilft.web.tour.steps import STEPS
from hilft.web.visit import Visit

_LOOKS = {"3": "2", "2": "1", "1": "0"}
"The page looks again by itself after Otto did something: so often, every two seconds."
_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Story:
    """How far it has come. ``mailed``: the code of the mail's own case, until the two are joined."""

    code: str
    mailed: str
    done: frozenset[str]


async def show(visit: Visit) -> Response:
    stage = _stage(visit)
    story = await _story(visit, stage)
    page = visit.page(
        "tour/page.html",
        steps=STEPS,
        story=story,
        current=next((step.name for step in STEPS if step.name not in story.done), ""),
        logins={each.login: each for each in visit.house.demo_logins},
        caller=stage.caller,
        letters=stage.letters(),
    )
    waits = visit.query("waits")
    if waits in _LOOKS:
        page.headers["Refresh"] = f"{_SECONDS}; url=/desk/tour?waits={_LOOKS[waits]}"
    return page


async def play(visit: Visit) -> Response:
    """Let Otto do what comes next. It takes a moment until the desk has heard of it; the page asks again by itself."""
    stage = _stage(visit)
    try:
        scene = Scene(visit.text("scene"))
    except ValueError:
        raise NotFound from None
    story = await _story(visit, stage)
    if scene is not Scene.SQUARE and not story.code:
        raise NotFound
    await stage.play(scene, story.code)
    return visit.done("/desk/tour?waits=3")


def _stage(visit: Visit) -> Stage:
    """Raises NotFound outside the demo."""
    if visit.house.stage is None:
        raise NotFound
    return visit.house.stage


async def _story(visit: Visit, stage: Stage) -> Story:
    case = await _newest(visit, stage.opening)
    if case is None:
        return Story("", "", frozenset())
    mailed = await _newest(visit, stage.mailing)
    mailed = (
        mailed if mailed is not None and mailed.id != case.id and mailed.opened_at > case.opened_at else None
    )
    talk = await cases.conversation(visit.conn, visit.agent, case)
    channels = {each.handle: each.channel for each in await accounts.accounts(visit.conn, visit.brand.id)}
    promised = await memory.promises_of(visit.conn, visit.brand.id, case.id)
    done = {"square"} if _said(talk, Direction.OUT, Visibility.PUBLIC) else set()
    done |= {"private"} if promised else set()
    done |= {
        channels[row.spoken.account_handle]
        for row in talk
        if row.spoken.direction is Direction.IN
        and channels.get(row.spoken.account_handle) in {"phone", "counter"}
    }
    if any(channels.get(row.spoken.account_handle) == "email" for row in talk):
        done |= {"mail"} if stage.letters() else set()
    return Story(case.written_code, mailed.written_code if mailed else "", frozenset(done))


async def _newest(visit: Visit, words: str) -> Case | None:
    """Find the newest case in which these words were said."""
    found = await cases.search(visit.conn, visit.agent, words, 5)
    newest = max(found, key=lambda each: each.at, default=None)
    return await cases.find(visit.conn, visit.agent, newest.code) if newest else None


def _said(talk: Sequence[MessageRow], direction: Direction, visibility: Visibility) -> bool:
    return any(row.spoken.direction is direction and row.spoken.visibility is visibility for row in talk)


DOORS = (
    Door("/desk/tour", show),
    Door("/desk/tour", play, post=True),
)
