"""What tests do at the post office: write mails as customers, read mailboxes with a client of the standard library."""

import asyncio
import imaplib
import shutil
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Protocol
from uuid import uuid4

from hilft.channels import AccountConfig
from hilft.channels.email import Email
from tests.channels.email.postoffice import BRAND, PASSWORD, PEOPLE, TOWN, PostOffice

OTTO, SERVICE = f"otto@{TOWN}", f"service@{BRAND}"
PATIENCE = 20.0

__all__ = ["BRAND", "OTTO", "PASSWORD", "SERVICE", "TOWN", "Office", "OpenMailbox", "config", "letter"]


class OpenMailbox(Protocol):
    def __call__(self, address: str = ..., password: str = ..., **settings: str) -> Email: ...


def config(
    post: PostOffice, address: str = SERVICE, password: str = PASSWORD, **settings: str
) -> AccountConfig:
    """Give the settings of a mailbox at this post office."""
    usual = {
        "address": address,
        "imap": f"imaps://localhost:{post.ports['imaps']}",
        "smtp": f"smtps://localhost:{post.ports['smtps']}",
        "ca": post.certificates.authority,
        "name": "Wattkabel",
        "plus": "yes",
    }
    return AccountConfig(
        {**usual, **settings}, {"password": password, "reply_key": "a key of a test"}, "0001"
    )


def letter(text: str, sender: str = f"Otto <{OTTO}>", to: str = SERVICE, **headers: str) -> EmailMessage:
    """Write a mail as a customer's program would; headers by their names with _ for -."""
    mail = EmailMessage(policy.SMTP)
    mail["From"], mail["To"] = sender, to
    mail["Message-ID"] = f"<{uuid4().hex}@{TOWN}>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


@dataclass
class Office:
    """The post office as tests use it."""

    post: PostOffice

    def emptied(self) -> "Office":
        for person in PEOPLE:
            shutil.rmtree(self.post.maildir(person), ignore_errors=True)
        return self

    async def send(self, mail: EmailMessage, sender: str = OTTO, to: str = SERVICE) -> EmailMessage:
        """Post a mail and wait until it lies in the mailbox."""
        await asyncio.to_thread(self.post.post, sender, to, mail.as_bytes())
        await self.until(_base(to), mail["Message-ID"])
        return mail

    async def until(self, person: str, message_id: str) -> EmailMessage:
        """Wait until a mail with this Message-ID lies in somebody's INBOX."""
        return await self.find(person, lambda mail: mail["Message-ID"] == message_id)

    async def find(self, person: str, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
        """Wait for a mail in somebody's INBOX."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in await asyncio.to_thread(self.mails, person):
                if wanted(mail):
                    return mail
            await asyncio.sleep(0.1)
        raise AssertionError(f"no such mail came to {person}")

    def mails(self, person: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Read a folder as an independent client does."""
        with self.client(person) as client:
            client.select(folder, readonly=True)
            _, found = client.uid("SEARCH", "ALL")
            mails = []
            for uid in found[0].split():
                _, told = client.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
                assert isinstance(told[0], tuple)
                mail = message_from_bytes(told[0][1], policy=policy.default)
                assert isinstance(mail, EmailMessage)
                mails.append(mail)
            return mails

    def flags(self, person: str) -> list[bytes]:
        with self.client(person) as client:
            client.select("INBOX", readonly=True)
            _, told = client.uid("FETCH", "1:*", "(FLAGS)")
            return [each for each in told if isinstance(each, bytes)]

    @contextmanager
    def client(self, person: str) -> Iterator[imaplib.IMAP4_SSL]:
        context = ssl.create_default_context(cadata=self.post.certificates.authority)
        client = imaplib.IMAP4_SSL("localhost", self.post.ports["imaps"], ssl_context=context)
        try:
            client.login(person, PASSWORD)
            yield client
        finally:
            client.logout()


def _base(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}"
