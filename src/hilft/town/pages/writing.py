"""What people send from the pages: a post, a deletion, a choice."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hilft.town.acts.joining import SEED_CLIENT
from hilft.town.acts.posting import Draft, delete, post
from hilft.town.entities.status import status_url
from hilft.town.pages.square import Box, show_front, show_messages, show_thread
from hilft.town.pages.visit import LANGUAGE, WHO, Visit, safe_path, visit
from hilft.town.pages.words import LANGUAGES
from hilft.town.seeing import find_status
from hilft.town.state.statuses import DIRECT
from hilft.town.town import Town
from hilft.town.trouble import Trouble, not_found

YEAR = 365 * 24 * 3600


def routes(town: Town) -> list[Route]:
    async def write(request: Request) -> Response:
        return await _write(visit(town, request))

    async def remove(request: Request) -> Response:
        return await _remove(visit(town, request))

    async def choose(request: Request) -> Response:
        return await _choose(visit(town, request))

    return [
        Route("/write", write, methods=["POST"]),
        Route("/remove/{id}", remove, methods=["POST"]),
        Route("/choose", choose, methods=["POST"]),
    ]


async def _write(here: Visit) -> Response:
    form = await here.request.form()
    text, visibility = str(form.get("text", "")), str(form.get("visibility", "public"))
    reply_to = str(form.get("reply_to", ""))
    if here.me is None or here.is_foreign():
        raise Trouble(403, here.words["foreign"])
    app = here.town.state.keys.by_client.get(SEED_CLIENT)
    draft = Draft(
        text=text,
        visibility=visibility,
        reply_to=reply_to or None,
        language=here.language,
        app=None if app is None else app.id,
    )
    try:
        status = post(here.town, here.me, draft)
    except Trouble as trouble:
        if trouble.status != 422:  # noqa: PLR2004
            raise
        return _again(here, Box(text, visibility, reply_to, _sentence(here, trouble)))
    return RedirectResponse(status_url(here.town, status).removeprefix(here.town.origin), 303)


def _again(here: Visit, box: Box) -> Response:
    """What was typed stays, with the reason beside it."""
    if box.reply_to:
        status = find_status(here.town.state, here.me, box.reply_to)
        return show_thread(here, status, box, 422)
    return show_messages(here, box, 422) if box.visibility == DIRECT else show_front(here, box, 422)


def _sentence(here: Visit, trouble: Trouble) -> str:
    reason = str(trouble)
    for sign, word in (("character limit", "too_long"), ("be blank", "blank")):
        if sign in reason:
            return here.words[word]
    return f"{here.words['refused']} {reason}"


async def _remove(here: Visit) -> Response:
    status = find_status(here.town.state, here.me, here.request.path_params["id"])
    if here.is_foreign() or here.me is None or status.account != here.me.id:
        raise not_found()
    form = await here.request.form()
    delete(here.town, status)
    back = safe_path(str(form.get("back", "/")))
    return RedirectResponse("/" if back.endswith(f"/{status.id}") else back, 303)


async def _choose(here: Visit) -> Response:
    form = await here.request.form()
    answer = RedirectResponse(safe_path(str(form.get("back", "/"))), 303)
    who, language = form.get("who"), form.get("language")
    if who in {account.username for account in here.citizens}:
        answer.set_cookie(WHO, str(who), max_age=YEAR, httponly=True, samesite="lax")
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE, str(language), max_age=YEAR, httponly=True, samesite="lax")
    return answer
