"""Language, theme, single keys, password."""

from starlette.datastructures import UploadFile
from starlette.responses import Response

from hilft import staff
from hilft.problems import Problem
from hilft.staff import Rejected
from hilft.web.doors import Door
from hilft.web.failures import answer_problem
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    return visit.page("settings/page.html", saved=visit.query("saved"), wrong="")


async def save(visit: Visit) -> Response:
    await staff.update_settings(
        visit.tx,
        visit.agent,
        language=visit.text("language"),
        theme=visit.text("theme", "auto"),
        single_keys=visit.text("single_keys") == "on",
    )
    return visit.done("/desk/settings?saved=settings")


async def photo(visit: Visit) -> Response:
    """Keep the photo that came with the form, or none when there came none."""
    file = visit.form.get("photo")
    content = await file.read() if isinstance(file, UploadFile) else b""
    agent = visit.agent
    try:
        kept = await visit.house.files.put(staff.cleaned_photo(content)) if content else ""
    except Problem as problem:
        return visit.page(
            "settings/page.html", problem.status, saved="", wrong=visit.language.sentence(problem)
        )
    await staff.set_photo(visit.tx, agent, kept)
    return visit.done("/desk/settings?saved=photo")


async def password(visit: Visit) -> Response:
    """Change the password of whoever proves to know the old one."""
    origin = visit.request.client.host if visit.request.client else ""
    known = await staff.sign_in(
        visit.tx, visit.brand.id, visit.agent.login, visit.text("old"), origin_ip=origin, now=visit.now
    )
    if isinstance(known, Rejected):
        return answer_problem(visit, known.problem)
    await staff.change_password(visit.tx, visit.agent, visit.text("new"), keep=visit.session)
    return visit.done("/desk/settings?saved=password")


DOORS = (
    Door("/desk/settings", show),
    Door("/desk/settings", save, post=True),
    Door("/desk/settings/photo", photo, post=True),
    Door("/desk/settings/password", password, post=True),
)
