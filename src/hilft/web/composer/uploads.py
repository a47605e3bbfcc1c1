"""Files an agent puts to an answer: what its first bytes prove to be a picture, a film or a sound; by mail any file."""

from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from hilft import cases
from hilft.cases import Case
from hilft.channels import Visibility
from hilft.problems import NotFound, Problem
from hilft.web.files.kinds import recognise
from hilft.web.visit import Visit


class NoFile(Problem):
    """No file came with this form."""

    status = 422


class NotAttachable(Problem):
    """Only pictures, films and sounds can be attached here."""

    status = 422


async def show(visit: Visit) -> Response:
    """Give the files of the unsent answer, as the composer lists them: after an undo they are there again."""
    case = await cases.find(visit.conn, visit.agent, str(visit.request.path_params["code"]))
    uploads = await cases.draft_attachments(visit.conn, visit.agent, case)
    return visit.page("composer/_uploads.html", uploads=uploads)


async def add(visit: Visit) -> Response:
    file = visit.form.get("file")
    if not isinstance(file, UploadFile):
        raise NoFile
    content = await file.read()
    code = str(visit.request.path_params["code"])
    case = await cases.find(visit.conn, visit.agent, code)
    kind = recognise(content) or await _any_kind(visit, case)
    if kind is None:
        raise NotAttachable
    sha256 = await visit.house.files.put(content)
    upload = await cases.add_upload(
        visit.tx,
        visit.agent,
        code,
        sha256=sha256,
        size=len(content),
        content_type=kind,
        name=file.filename or "",
        alt=visit.text("alt"),
        now=visit.now,
    )
    return JSONResponse({"id": str(upload), "name": file.filename or "", "content_type": kind})


async def _any_kind(visit: Visit, case: Case) -> str | None:
    """Give the type under which any other file travels, where the case is answered on a network that carries all."""
    facts = await cases.composer(
        visit.conn, visit.house.switchboard, visit.agent, case, Visibility.PRIVATE, visit.now
    )
    return "application/octet-stream" if facts is not None and "*/*" in facts.attachment_types else None


async def describe(visit: Visit) -> Response:
    await cases.describe_upload(visit.tx, visit.agent, _id(visit), visit.text("alt"))
    return JSONResponse({})


async def drop(visit: Visit) -> Response:
    await cases.drop_upload(visit.tx, visit.agent, _id(visit))
    return JSONResponse({})


def _id(visit: Visit) -> UUID:
    try:
        return UUID(visit.request.path_params["id"])
    except ValueError:
        raise NotFound from None
