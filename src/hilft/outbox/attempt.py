"""One attempt at the network, outside every transaction: send, or find out what became of an earlier attempt."""

import asyncio
from datetime import datetime
from typing import Protocol

import structlog

from hilft.accounts import Account
from hilft.channels import (
    Channel,
    ChannelError,
    Later,
    OutboundFile,
    OutboundMessage,
    Reconcilable,
    Refused,
    Unauthorized,
    Unknown,
)
from hilft.channels.contract import N_
from hilft.outbox.model import Claim
from hilft.outbox.outcome import NotThere, Outcome, Unclear, still_remembered
from hilft.outbox.request import Request
from hilft.problems import Problem

_log = structlog.get_logger(__name__)

SEND_SECONDS = 20.0
"How long one attempt may take, and as long again for each attachment; shorter than the lease."
NO_ANSWER = N_("The network did not answer, so it is not known whether the answer arrived.")
CANNOT_TELL = N_("This network cannot say whether the answer arrived. Look there, then decide.")
FILE_MISSING = N_("A file of this answer is not there any more.")
FAILED = N_("Sending failed in an unforeseen way; it is not known whether the answer arrived.")


class Channels(Protocol):
    """Who has the channels ready: ``accounts.Switchboard``."""

    async def channel_of(self, account: Account) -> Channel: ...


class Files(Protocol):
    """Where the bytes of attachments lie: ``files.Store``."""

    async def get(self, sha256: str) -> bytes: ...


async def attempt(channel: Channel, claim: Claim, files: Files, now: datetime) -> Outcome:
    """Do what the claim asks for and say what is known afterwards; raises nothing but cancellation."""
    request = claim.to_send
    try:
        found = await _collect(files, request)
    except Problem:
        return Unclear(FILE_MISSING) if claim.in_doubt else Refused(FILE_MISSING)
    message = request.outbound(found, claim.tried_before, await _photo(files, request))
    keyed = channel.capabilities.native_idempotency_seconds
    try:
        async with asyncio.timeout(SEND_SECONDS * (1 + len(found))):
            if not claim.in_doubt or still_remembered(keyed, claim.first_tried_at, now):
                return await channel.send(message)
            return await _look(channel, message)
    except ChannelError as error:
        return error
    except TimeoutError:
        return Unknown(NO_ANSWER)
    except Exception:  # noqa: BLE001 - a channel may break in any way, also after the request has left
        _log.exception("send_failed", delivery=str(claim.id), channel=channel.kind)
        return Unknown(FAILED)


async def _look(channel: Channel, message: OutboundMessage) -> Outcome:
    if not isinstance(channel, Reconcilable):
        return Unclear(CANNOT_TELL)
    try:
        return await channel.find_sent(message) or NotThere()
    except (Later, Unauthorized, Unknown):
        raise
    except ChannelError as error:
        # "The thread is gone" is an answer about the thread, not about our post.
        return Unclear(str(error) or CANNOT_TELL)


async def _photo(files: Files, request: Request) -> OutboundFile | None:
    """The photo of who signs; one that is not there any more holds up no answer."""
    try:
        return OutboundFile(await files.get(request.signer_photo), "") if request.signer_photo else None
    except Problem:
        return None


async def _collect(files: Files, request: Request) -> tuple[OutboundFile, ...]:
    return tuple(
        [
            OutboundFile(await files.get(each.sha256), each.content_type, each.name, each.alt)
            for each in request.attachments
        ]
    )
