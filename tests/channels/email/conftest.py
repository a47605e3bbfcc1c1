"""A post office for the whole run, an empty mailbox for every test."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from hilft.channels import Surroundings
from hilft.channels.email import Email
from tests.channels.email.office import BRAND, PASSWORD, Office, OpenMailbox, config
from tests.channels.email.postoffice import PostOffice, missing, sweep


@pytest.fixture(scope="session")
def post_office() -> Iterator[PostOffice]:
    """Postfix and dovecot, started once for this process."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PostOffice.prefix()))
    opened = PostOffice.build(folder)
    try:
        opened.start()
        yield opened
    finally:
        opened.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def office(post_office: PostOffice) -> Office:
    """The same post office with empty mailboxes."""
    return Office(post_office).emptied()


@pytest.fixture
async def open_mailbox(office: Office, surroundings: Surroundings) -> AsyncIterator[OpenMailbox]:
    """Opens channels that are closed when the test ends; settings may be given by name."""
    async with AsyncExitStack() as stack:

        def opener(address: str = f"service@{BRAND}", password: str = PASSWORD, **settings: str) -> Email:
            account = config(office.post, address, password, **settings)
            channel = Email(account, surroundings)
            stack.push_async_callback(channel.close)
            return channel

        yield opener


@pytest.fixture
def mailbox(open_mailbox: OpenMailbox) -> Email:
    """The brand's mailbox with the usual settings."""
    return open_mailbox()
