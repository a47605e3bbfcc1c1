"""Mailboxes that take no password: XOAUTH2 at both servers, tokens kept, a sign-in that was taken back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hilft.channels import Pocket, Surroundings, Unauthorized
from hilft.channels.email import Email
from tests.channels.email.office import OTTO, SERVICE, Office, OpenMailbox, config, letter
from tests.channels.email.signing_in import REFRESH, Provider, provider
from tests.channels.email.test_sending import answer

pytestmark = pytest.mark.anyio


@pytest.fixture
def sign_in(office: Office) -> Iterator[Provider]:
    with provider(office.post.ports["oauth"], SERVICE) as opened:
        yield opened


def oauth(office: Office) -> dict[str, str]:
    return {"oauth": f"http://127.0.0.1:{office.post.ports['oauth']}/token", "client_id": "hilft"}


async def test_reading_and_answering(office: Office, open_mailbox: OpenMailbox, sign_in: Provider) -> None:
    mailbox = open_mailbox(password=REFRESH, **oauth(office))
    await office.send(letter("Hallo?"))
    [item] = (await mailbox.pull(None, 80)).items
    assert mailbox.read(item.payload)[0].text == "Hallo?"
    sent = await mailbox.send(answer())
    await office.until(OTTO, sent.message.external_id)
    assert sign_in.given == 1


async def test_a_sign_in_that_was_taken_back(
    office: Office, open_mailbox: OpenMailbox, sign_in: Provider
) -> None:
    mailbox = open_mailbox(password=REFRESH, **oauth(office))
    await mailbox.send(answer())
    await mailbox.settled()
    sign_in.revoked = True
    with pytest.raises(Unauthorized):
        await mailbox.identify()
    with pytest.raises(Unauthorized, match="sign in again"):
        await mailbox.send(answer())


async def test_a_token_that_ended_before_its_time_is_replaced(
    office: Office, open_mailbox: OpenMailbox, sign_in: Provider
) -> None:
    mailbox = open_mailbox(password=REFRESH, **oauth(office))
    await mailbox.identify()
    sign_in.ended = sign_in.given
    sent = await mailbox.send(answer())
    await office.until(OTTO, sent.message.external_id)
    await mailbox.settled()
    assert (sign_in.given, len(office.mails(OTTO))) == (2, 1)
    sign_in.ended = sign_in.given
    assert (await mailbox.examine()).ok
    assert sign_in.given == 3


async def test_tokens_are_renewed_in_time_also_where_refresh_tokens_change(
    office: Office, surroundings: Surroundings, sign_in: Provider
) -> None:
    """What the provider gave instead of the refresh token outlives the channel: the first one is worth nothing any more."""
    sign_in.lasts, sign_in.rotates = 60, True
    outside = replace(surroundings, keeper=Pocket())
    for given in (2, 4, 6):
        mailbox = Email(config(office.post, password=REFRESH, **oauth(office)), outside)
        await mailbox.identify()
        await mailbox.identify()
        await mailbox.close()
        assert sign_in.given == given


async def test_a_wrong_refresh_token(office: Office, open_mailbox: OpenMailbox, sign_in: Provider) -> None:
    with pytest.raises(Unauthorized, match="sign in again"):
        await open_mailbox(password="another one", **oauth(office)).identify()
