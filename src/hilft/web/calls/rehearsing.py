"""Let a call ring in the demo: the same road as a telephone system's webhook, without its signature."""

import json
import secrets

from starlette.responses import Response

from hilft import accounts
from hilft.channels import HttpRequest, WebhookReceiver
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.visit import Visit

CALLER = "+493023125117"
"Of the numbers that the German regulator keeps free for invented stories."
_STEPS = {"ringing": "call.ringing", "answered": "call.answered", "ended": "call.ended"}


def may(visit: Visit) -> bool:
    """Whether calls may be invented here: only where everything is."""
    return bool(visit.house.demo_logins)


async def rehearse(visit: Visit) -> Response:
    """Invent one step of a call. Raises NotFound outside the demo."""
    own = await accounts.accounts(visit.conn, visit.brand.id)
    account = next((each for each in own if each.channel == "phone" and each.state == "active"), None)
    step = _STEPS.get(visit.text("step"))
    if not may(visit) or account is None or step is None:
        raise NotFound
    channel = await visit.house.switchboard.channel_of(account, visit.conn)
    assert isinstance(channel, WebhookReceiver)  # this channel has no other way in
    call = visit.text("call")[:40] or secrets.token_hex(8)
    told = {
        "type": step,
        "call": call,
        "at": visit.now.isoformat(),
        "from": visit.text("number").strip()[:40] or "anonymous",
        "to": account.handle,
        "users": [visit.text("extension")[:60]] if visit.text("extension") else [],
    }
    body = json.dumps(told).encode()
    request = HttpRequest("POST", visit.request.url.path, {"content-type": "application/json"}, {}, body)
    try:
        items = channel.receive(request)
    except ValueError:
        raise NotFound from None
    await visit.house.batcher.keep(account, items)
    going = "" if step == _STEPS["ended"] else f"?rehearsed={call}"
    return visit.done(f"/desk/calls{going}")


DOORS = (Door("/desk/calls/rehearse", rehearse, post=True),)
