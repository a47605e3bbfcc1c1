"""Plays Otto in the tour of the demo: on the town square with his own token, by mail through the town's post office."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import httpx

from hilft.app import utc_now
from hilft.cli import cast as people
from hilft.cli.cast import Cast
from hilft.cli.failure import Failed
from hilft.town.post import PostOffice
from hilft.web import Scene

_SECONDS = 10


@dataclass
class OttoOnStage:
    """``town``: origin of the square; known when it stands."""

    cast: Cast
    office: PostOffice
    town: str = ""
    opening: str = "Seit gestern Abend kein Internet, auf allen Geräten."
    mailing: str = "Jetzt auch Werksreset gemacht, hilft nicht."
    caller: str = "+493023125117"
    _post: str | None = field(default=None)
    "The post with which it began, as far as this process knows."

    async def play(self, scene: Scene, code: str) -> None:
        if scene is Scene.MAIL:
            self.office.deliver([people.MAILBOX], self._mail(code))
        elif scene is Scene.PRIVATE:
            await self._say("Kundennummer 4711-0815", "direct")
        else:
            told = f"{self.opening} FRITZ!Box 7590, die DSL-Lampe blinkt. Neu gestartet habe ich schon."
            self._post = None
            self._post = await self._say(told, "public")

    def letters(self) -> list[str]:
        """Read his letterbox: the plain words of each mail."""
        box = self.office.box(people.OTTOS_MAILBOX)
        return [_words(each.content) for each in reversed(box.letters)] if box else []

    async def _say(self, text: str, visibility: str) -> str:
        otto = next(each for each in self.cast.citizens if each.handle == "otto")
        fields = {"status": f"@{people.SERVICE_ACCOUNT} {text}", "visibility": visibility}
        if self._post is not None:
            fields["in_reply_to_id"] = self._post
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            answer = await client.post(
                f"{self.town}/api/v1/statuses", json=fields, headers={"Authorization": f"Bearer {otto.token}"}
            )
        if answer.is_error:
            raise Failed(answer.text)
        return str(answer.json()["id"])

    def _mail(self, code: str) -> bytes:
        mail = EmailMessage(policy.SMTP)
        mail["From"], mail["To"] = f"Otto N. <{people.OTTOS_MAILBOX}>", people.MAILBOX
        mail["Subject"] = "Noch immer kein Internet"
        mail["Date"], mail["Message-ID"] = format_datetime(utc_now()), make_msgid(domain=people.DOMAIN)
        mail.set_content(
            f"Guten Tag,\n\nFall {code}: {self.mailing} Im Menü steht Fehlercode F3411.\n\nOtto N.\n"
        )
        return mail.as_bytes()


def _words(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n\n{body.get_content().strip() if body else ''}"
