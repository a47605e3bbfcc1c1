"""The page of opening hours: everybody reads, team leads and administrators write."""

from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.responses import Response

from hilft import accounts, clocks, hours
from hilft.hours import WEEKDAYS, Version
from hilft.ids import AccountId
from hilft.problems import NotFound, Problem
from hilft.web.doors import Door
from hilft.web.hours.form import CLOSED, document_from, empty_fields, fields_of, typed
from hilft.web.languages import N_
from hilft.web.visit import Visit

DAY_NAMES = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_CACHED = {"Cache-Control": "public, max-age=3600"}


async def show(visit: Visit) -> Response:
    return await _page(visit, saved=visit.query("saved"))


async def save(visit: Visit) -> Response:
    """Keep the hours as typed; what cannot be is said above the form, with everything still in it."""
    visit.agent.check_leads()
    account_id = await _account_id(visit, visit.text("of"))
    fields = typed(visit)
    try:
        document = document_from(fields)
        kept = await hours.put_hours(visit.tx, visit.brand.id, account_id, document, visit.now, beside=True)
    except Problem as problem:
        if visit.wants_json:
            raise
        wrong = visit.language.sentence(problem)
        return await _page(visit, fields=fields, wrong=wrong, status=problem.status)
    await clocks.replan(visit.tx, visit.brand.id, visit.now)
    return visit.done(_address(account_id, saved="1", version=str(kept.id)))


async def drop(visit: Visit) -> Response:
    visit.agent.check_leads()
    account_id = await _account_id(visit, visit.text("of"))
    await hours.drop_version(visit.tx, visit.brand.id, account_id, _id(visit.text("version")))
    await clocks.replan(visit.tx, visit.brand.id, visit.now)
    return visit.done(_address(account_id, saved="1"))


async def subscribe(visit: Visit) -> Response:
    visit.agent.check_leads()
    account_id = await _account_id(visit, visit.text("of"))
    await hours.subscribe(visit.tx, visit.brand.id, account_id, visit.text("url"), visit.now)
    return visit.done(_address(account_id, saved="1"))


async def upload(visit: Visit) -> Response:
    visit.agent.check_leads()
    account_id = await _account_id(visit, visit.text("of"))
    given = visit.form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise hours.BadCalendar
    content = await given.read()
    await hours.take_file(visit.tx, visit.brand.id, account_id, given.filename, content, visit.now)
    await clocks.replan(visit.tx, visit.brand.id, visit.now)
    return visit.done(_address(account_id, saved="1"))


async def drop_feed(visit: Visit) -> Response:
    visit.agent.check_leads()
    account_id = await _account_id(visit, visit.text("of"))
    await hours.drop_feed(visit.tx, visit.brand.id, account_id, _id(visit.text("feed")))
    await clocks.replan(visit.tx, visit.brand.id, visit.now)
    return visit.done(_address(account_id, saved="1"))


async def calendar_file(visit: Visit) -> Response:
    """Give the opening hours as a calendar to subscribe to; anybody may know them."""
    handle = visit.query("account")
    account = await accounts.account_by_handle(visit.conn, visit.brand.id, handle) if handle else None
    calendar = await hours.calendar_of(visit.conn, visit.brand.id, account.id if account else None)
    content = hours.calendar_file(
        calendar,
        name=visit.brand.name,
        slug=visit.brand.slug,
        word=visit.language.gettext(N_("Open")),
        closed=visit.language.gettext(N_("Closed")),
        now=visit.now,
    )
    return Response(content, media_type="text/calendar; charset=utf-8", headers=_CACHED)


async def _page(
    visit: Visit, *, fields: dict[str, str] | None = None, saved: str = "", wrong: str = "", status: int = 200
) -> Response:
    account_id = await _account_id(visit, visit.text("of") or visit.query("of"))
    every = await accounts.accounts(visit.conn, visit.brand.id)
    own = await hours.versions(visit.conn, visit.brand.id, account_id)
    calendar = await hours.calendar_of(visit.conn, visit.brand.id, account_id)
    chosen = _chosen(own, visit.query("version"), visit)
    inherited = calendar.versions[-1] if calendar.given else None
    known = chosen.hours if chosen else inherited
    closed = visit.language.gettext(CLOSED)
    return visit.page(
        "hours/page.html",
        status,
        days=tuple(zip(WEEKDAYS, DAY_NAMES, strict=True)),
        every=every,
        account=next((each for each in every if each.id == account_id), None),
        own=own,
        chosen=chosen,
        given=calendar.given,
        state=calendar.state(visit.now),
        fields=fields or (fields_of(known, closed) if known else empty_fields(visit.brand.zone)),
        feeds=await hours.feeds(visit.conn, visit.brand.id, account_id),
        regions=hours.offered_regions(),
        saved=saved,
        wrong=wrong,
    )


def _chosen(own: list[Version], wanted: str, visit: Visit) -> Version | None:
    """Give the version asked for, else the one that holds today."""
    today = visit.clock.today
    begun = [each for each in own if each.hours.valid_from is None or each.hours.valid_from <= today]
    usual = begun[-1] if begun else own[0] if own else None
    return next((each for each in own if str(each.id) == wanted), usual)


async def _account_id(visit: Visit, given: str) -> AccountId | None:
    if not given:
        return None
    return (await accounts.account(visit.conn, visit.brand.id, _id(given))).id


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None


def _address(account_id: AccountId | None, **query: str) -> str:
    wanted = ({"of": str(account_id)} if account_id else {}) | query
    return f"/desk/hours?{'&'.join(f'{name}={value}' for name, value in wanted.items())}"


DOORS = (
    Door("/desk/hours", show),
    Door("/desk/hours", save, post=True),
    Door("/desk/hours/drop", drop, post=True),
    Door("/desk/hours/subscribe", subscribe, post=True),
    Door("/desk/hours/upload", upload, post=True),
    Door("/desk/hours/drop-feed", drop_feed, post=True),
    Door("/hours.ics", calendar_file, open=True),
)
