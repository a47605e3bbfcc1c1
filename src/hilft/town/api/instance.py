"""The town about itself, and the empty lists that clients ask for."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hilft.town.acts.uploading import MOST_DESCRIPTION, MOST_IMAGE_BYTES, MOST_VIDEO_BYTES
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.entities.account import account_url
from hilft.town.entities.media import SUFFIXES
from hilft.town.town import Town
from hilft.town.trouble import not_found

VERSION = "4.3.0 (compatible; town square 1.0)"
EMPTY_LISTS = (
    "/api/v1/custom_emojis",
    "/api/v1/announcements",
    "/api/v1/filters",
    "/api/v2/filters",
    "/api/v1/lists",
    "/api/v1/follow_requests",
    "/api/v1/instance/rules",
    "/api/v1/trends/tags",
)


def routes(town: Town) -> list[Route]:
    return [
        method(town, "/api/v1/instance", "GET", first, Who.ANYONE),
        method(town, "/api/v2/instance", "GET", second, Who.ANYONE),
        method(town, "/api/v1/preferences", "GET", preferences, Who.USER, ("read:accounts",)),
        *[method(town, path, "GET", lambda _call: [], Who.ANYONE) for path in EMPTY_LISTS],
        *_well_known(town),
    ]


def first(call: Call) -> Json:
    town = call.town
    return {
        "uri": town.settings.domain,
        "title": town.settings.title,
        "short_description": "A small social network for trying things out.",
        "description": "",
        "email": f"town@{town.settings.domain}",
        "version": VERSION,
        "urls": {"streaming_api": _streaming(town)},
        "stats": {
            "user_count": len(town.state.accounts.by_id),
            "status_count": len(town.state.statuses.by_id),
            "domain_count": 1,
        },
        "thumbnail": None,
        "languages": ["de", "en"],
        "registrations": town.settings.open_registration,
        "approval_required": False,
        "invites_enabled": False,
        "configuration": _configuration(town),
        "contact_account": None,
        "rules": [],
    }


def second(call: Call) -> Json:
    town = call.town
    return {
        "domain": town.settings.domain,
        "title": town.settings.title,
        "version": VERSION,
        "source_url": "https://github.com/mastodon/documentation",
        "description": "A small social network for trying things out.",
        "usage": {"users": {"active_month": len(town.state.accounts.by_id)}},
        "thumbnail": {"url": f"{town.origin}/avatars/1.png"},
        "icon": [],
        "languages": ["de", "en"],
        "configuration": {
            "urls": {"streaming": _streaming(town), "status": None, "about": town.origin},
            "vapid": {"public_key": ""},
            **_configuration(town),
            "translation": {"enabled": False},
        },
        "registrations": {
            "enabled": town.settings.open_registration,
            "approval_required": False,
            "message": None,
            "url": None,
        },
        "api_versions": {"mastodon": 2},
        "contact": {"email": f"town@{town.settings.domain}", "account": None},
        "rules": [],
    }


def preferences(call: Call) -> Json:
    return {
        "posting:default:visibility": call.me.privacy,
        "posting:default:sensitive": call.me.sensitive,
        "posting:default:language": call.me.language,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
    }


def _configuration(town: Town) -> dict[str, Any]:
    return {
        "accounts": {
            "max_featured_tags": 10,
            "max_pinned_statuses": 5,
            "max_profile_fields": 4,
            "profile_field_name_limit": 255,
            "profile_field_value_limit": 255,
        },
        "statuses": {
            "max_characters": town.settings.max_characters,
            "max_media_attachments": 4,
            "characters_reserved_per_url": town.settings.link_length,
        },
        "media_attachments": {
            "description_limit": MOST_DESCRIPTION,
            "image_matrix_limit": 33_177_600,
            "image_size_limit": MOST_IMAGE_BYTES,
            "supported_mime_types": list(SUFFIXES),
            "video_frame_rate_limit": 120,
            "video_matrix_limit": 8_294_400,
            "video_size_limit": MOST_VIDEO_BYTES,
        },
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2_629_746,
        },
    }


def _streaming(town: Town) -> str:
    return "ws" + town.origin.removeprefix("http")


def _well_known(town: Town) -> list[Route]:
    async def nodeinfo(_request: Request) -> Response:
        kind = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        return JSONResponse({"links": [{"rel": kind, "href": f"{town.origin}/nodeinfo/2.0"}]})

    async def nodeinfo_2(_request: Request) -> Response:
        people, statuses = len(town.state.accounts.by_id), len(town.state.statuses.by_id)
        return JSONResponse(
            {
                "version": "2.0",
                "software": {"name": "mastodon", "version": VERSION},
                "protocols": ["activitypub"],
                "services": {"outbound": [], "inbound": []},
                "usage": {"users": {"total": people}, "localPosts": statuses},
                "openRegistrations": town.settings.open_registration,
                "metadata": {"nodeName": town.settings.title},
            }
        )

    async def webfinger(request: Request) -> Response:
        name, _, domain = request.query_params.get("resource", "").removeprefix("acct:").partition("@")
        account = town.state.accounts.named(name)
        if account is None or domain.lower() != town.settings.domain.lower():
            raise not_found()
        page = "http://webfinger.net/rel/profile-page"
        links = [{"rel": page, "type": "text/html", "href": account_url(town, account)}]
        subject = f"acct:{account.username}@{town.settings.domain}"
        return JSONResponse({"subject": subject, "aliases": [account.uri], "links": links})

    async def authorization_server(_request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": f"{town.origin}/",
                "authorization_endpoint": f"{town.origin}/oauth/authorize",
                "token_endpoint": f"{town.origin}/oauth/token",
                "revocation_endpoint": f"{town.origin}/oauth/revoke",
                "scopes_supported": ["read", "write", "follow", "push", "profile"],
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "client_credentials", "password"],
                "code_challenge_methods_supported": ["S256"],
                "app_registration_endpoint": f"{town.origin}/api/v1/apps",
            }
        )

    return [
        Route("/.well-known/nodeinfo", nodeinfo),
        Route("/nodeinfo/2.0", nodeinfo_2),
        Route("/.well-known/webfinger", webfinger),
        Route("/.well-known/oauth-authorization-server", authorization_server),
    ]
