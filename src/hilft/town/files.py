"""Pictures and uploads as files: never as a page, never as a script."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from hilft.town.acts.uploading import path_of
from hilft.town.entities.media import SUFFIXES
from hilft.town.identicon import identicon
from hilft.town.seeing import to_id
from hilft.town.town import Town
from hilft.town.trouble import not_found

MIME = {suffix: mime for mime, suffix in SUFFIXES.items()}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "public, max-age=31536000, immutable",
    "Access-Control-Allow-Origin": "*",
}


def routes(town: Town) -> list[Route]:
    async def media(request: Request) -> Response:
        name = request.path_params["name"]
        known = town.state.media.by_id.get(to_id(request.path_params["id"]))
        if known is None or name != f"{known.sha}.{SUFFIXES[known.mime]}":
            raise not_found()
        return FileResponse(path_of(town.media_folder, known.sha), media_type=known.mime, headers=SAFE)

    async def picture(request: Request) -> Response:
        account = town.state.accounts.by_id.get(to_id(request.path_params["id"]))
        name = request.path_params["name"]
        if account is None or name not in {account.avatar, account.header} or not name:
            raise not_found()
        sha, _, suffix = name.partition(".")
        return FileResponse(path_of(town.media_folder, sha), media_type=MIME[suffix], headers=SAFE)

    async def drawn(request: Request) -> Response:
        return Response(identicon(request.path_params["id"]), media_type="image/png", headers=SAFE)

    async def header(_request: Request) -> Response:
        return Response(identicon("header"), media_type="image/png", headers=SAFE)

    return [
        Route("/system/media_attachments/{id}/{name}", media),
        Route("/system/accounts/{kind}/{id}/{name}", picture),
        Route("/avatars/{id}.png", drawn),
        Route("/headers/original/missing.png", header),
    ]
