"""The form itself, and the deed that sends its link."""

from starlette.responses import Response

from hilft import accounts, cases, staff
from hilft.cases import Answer, FormEmpty, FormGone
from hilft.channels import Visibility
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

FIELDS = (
    ("customer_number", N_("Customer number"), "off", "text"),
    ("name", N_("Contract owner"), "name", "text"),
    ("phone", N_("Phone"), "tel", "tel"),
    ("email", N_("E-mail"), "email", "email"),
    ("address", N_("Address"), "street-address", "text"),
)
"Name, label, what the browser may fill in, kind of field. The labels are what the note says, so memory reads them."
CONSENT = N_("You may check my line: measure it from afar and look at what it has done lately.")
WHAT = "form"


async def show(visit: Visit) -> Response:
    return await _answer(visit)


async def fill(visit: Visit) -> Response:
    """Keep what was entered; nothing of it is lost when something is missing."""
    token, language = visit.request.path_params["token"], visit.language
    entries = {language.gettext(label): visit.text(name) for name, label, _, _ in FIELDS}
    agreed_to = language.gettext(CONSENT) if visit.text("consent") == "on" else ""
    try:
        await cases.answer_form(visit.tx, token, entries, agreed_to, visit.now)
    except FormGone:
        return await _answer(visit)
    except FormEmpty as empty:
        return _page(visit, 422, wrong=language.sentence(empty))
    return _page(visit, 200, done=True)


async def _answer(visit: Visit) -> Response:
    """Show the form while it may be answered. A wrong link is counted, so it is answered, not raised."""
    origin = visit.request.client.host if visit.request.client else ""
    if await staff.guess_wait(visit.conn, visit.brand.id, WHAT, origin, visit.now):
        return _page(visit, 429, gone=True)
    try:
        form = await cases.find_form(visit.conn, visit.request.path_params["token"][:200], visit.now)
    except FormGone:
        await staff.guessed_wrong(visit.tx, visit.brand.id, WHAT, origin, visit.now)
        return _page(visit, 404, gone=True)
    visit.open_brand = await accounts.brand_by_id(visit.conn, form.brand_id)
    return _page(visit, 200)


def _page(visit: Visit, status: int, *, gone: bool = False, done: bool = False, wrong: str = "") -> Response:
    page = visit.page(
        "secure_form/page.html", status, fields=FIELDS, consent=CONSENT, gone=gone, done=done, wrong=wrong,
        typed={name: visit.text(name) for name, *_ in FIELDS}, agreed=visit.text("consent") == "on",
    )  # fmt: skip
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page


async def send(visit: Visit) -> Response:
    """Send the link of a new form to the customer of a case, in private; it can be undone like any answer."""
    code = str(visit.request.path_params["code"])
    token = await cases.open_form(visit.tx, visit.agent, code, visit.now)
    words = visit.language.gettext(
        "So that we can help you, please enter your data here. The link works once, for two days: {link}"
    ).format(link=f"{visit.house.origin}/form/{token}")
    answer = Answer(words, Visibility.PRIVATE)
    await cases.reply(
        visit.tx, visit.house.switchboard, visit.agent, code, answer, visit.now, visit.house.undo_seconds
    )
    return visit.done(f"/desk/case/{code}", visit.language.gettext("The form is on its way."))


DOORS = (
    Door("/form/{token}", show, open=True),
    Door("/form/{token}", fill, post=True, open=True),
    Door("/desk/case/{code}/send-form", send, post=True),
)
