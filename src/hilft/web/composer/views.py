"""Drafts, counting, sending, undoing: what the composer asks of the desk."""

from dataclasses import asdict
from uuid import UUID

from starlette.responses import JSONResponse, Response

from hilft import cases
from hilft.cases import Answer, DraftKind
from hilft.channels import Visibility
from hilft.ids import ConversationId, DeliveryId
from hilft.problems import Invalid, NotFound
from hilft.web.composer import checking, uploads
from hilft.web.composer.modes import modes
from hilft.web.doors import Door
from hilft.web.visit import Visit

_LARGEST_UPLOAD = 45 * 1024 * 1024
_LONGEST_KEY = 100
_LONGEST_REASON = 500


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["code"])


def _delivery(visit: Visit) -> DeliveryId:
    try:
        return DeliveryId(UUID(visit.request.path_params["delivery"]))
    except ValueError:
        raise NotFound from None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def _kind(visit: Visit) -> DraftKind:
    try:
        return DraftKind(visit.text("kind"))
    except ValueError:
        raise Invalid(reason=visit.text("kind")[:20]) from None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - bigint


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").replace(";", " ").split())


async def facts(visit: Visit) -> Response:
    """Say anew where an answer would go: asked for by the composer itself when the case has changed."""
    case = await cases.find(visit.conn, visit.agent, _code(visit))
    return visit.page("composer/_modes.html", modes=await modes(visit, case))


async def measure(visit: Visit) -> Response:
    case = await cases.find(visit.conn, visit.agent, _code(visit))
    kind = _kind(visit)
    if kind is DraftKind.NOTE:
        return JSONResponse({"used": 0, "limit": 0, "ok": True})
    measured = await cases.measure_draft(
        visit.conn, visit.house.switchboard, visit.agent, case, Visibility(kind.value), visit.text("text")
    )
    return JSONResponse(asdict(measured) | {"ok": measured.ok})


async def draft(visit: Visit) -> Response:
    version = _number(visit.text("version")) or 0
    kept = await cases.save_draft(
        visit.tx, visit.agent, _code(visit), _kind(visit), visit.text("text"), version, visit.now
    )
    return JSONResponse({"version": kept})


async def send(visit: Visit) -> Response:
    """Send an answer, or keep a note: one form, its ``kind`` decides."""
    return await (_note(visit) if _kind(visit) is DraftKind.NOTE else _answer(visit))


async def _note(visit: Visit) -> Response:
    code, key = _code(visit), visit.text("request_key")[:_LONGEST_KEY] or None
    await cases.note(visit.tx, visit.agent, code, visit.text("text"), visit.now, key)
    version = _number(visit.text("version")) or int(visit.now.timestamp() * 1000)
    await cases.save_draft(visit.tx, visit.agent, code, DraftKind.NOTE, "", version, visit.now)
    return visit.done(f"/desk/case/{code}")


async def _answer(visit: Visit) -> Response:
    code, chosen = _code(visit), _uuid(visit.text("conversation"))
    told = await checking.told(visit, code)
    answer = Answer(
        text=visit.text("text"),
        visibility=Visibility(_kind(visit).value),
        conversation_id=ConversationId(chosen) if chosen else None,
        request_key=visit.text("request_key")[:_LONGEST_KEY] or None,
        seen_version=_number(visit.text("seen_version")),
        anyway=visit.text("anyway") == "yes",
        drop_handles=visit.text("drop_handles") == "yes",
        split=visit.text("split") == "yes",
        cc=_addresses(visit.text("cc")),
        bcc=_addresses(visit.text("bcc")),
        attachment_ids=tuple(
            found
            for each in visit.form.getlist("attachment")
            if isinstance(each, str) and (found := _uuid(each))
        ),
        promises=told.promises,
        personal_data_reason=visit.text("personal_data_reason")[:_LONGEST_REASON],
        on_purpose=told.on_purpose,
    )
    replied = await cases.reply(
        visit.tx, visit.house.switchboard, visit.agent, code, answer, visit.now, visit.house.undo_seconds
    )
    return visit.done(
        f"/desk/case/{code}",
        message=str(replied.message_id),
        delivery=str(replied.delivery_id),
        hold_until=replied.hold_until.isoformat() if replied.hold_until else None,
        text=replied.text,
    )


async def undo(visit: Visit) -> Response:
    taken = await cases.undo_answer(visit.tx, visit.agent, _delivery(visit), visit.now)
    return visit.done(
        visit.request.headers.get("referer", "/desk/inbox"),
        kind=taken.kind.value,
        text=taken.text,
        version=taken.version,
    )


async def resend(visit: Visit) -> Response:
    await cases.send_again(visit.tx, visit.agent, _delivery(visit), visit.now)
    return visit.done("/desk/outbox", visit.language.gettext("It is being sent again."))


async def confirm(visit: Visit) -> Response:
    await cases.it_is_there(visit.tx, visit.agent, _delivery(visit), visit.now)
    return visit.done("/desk/outbox", visit.language.gettext("Noted: it is there."))


DOORS = (
    Door("/desk/case/{code}/composer", facts, by_itself=True),
    Door("/desk/case/{code}/measure", measure, post=True),
    Door("/desk/case/{code}/draft", draft, post=True),
    Door("/desk/case/{code}/send", send, post=True),
    Door("/desk/case/{code}/check", checking.check, post=True),
    Door("/desk/case/{code}/take-over", checking.take_over, post=True),
    Door("/desk/case/{code}/uploads", uploads.show),
    Door("/desk/case/{code}/uploads", uploads.add, post=True, largest=_LARGEST_UPLOAD),
    Door("/desk/uploads/{id}/describe", uploads.describe, post=True),
    Door("/desk/uploads/{id}/drop", uploads.drop, post=True),
    Door("/desk/delivery/{delivery}/undo", undo, post=True),
    Door("/desk/delivery/{delivery}/resend", resend, post=True),
    Door("/desk/delivery/{delivery}/confirm", confirm, post=True),
)
