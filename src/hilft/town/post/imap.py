"""Reading mail (RFC 3501): what a client needs that looks into folders, searches by uid, fetches and appends."""

import asyncio
import base64
import binascii
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from hilft.town.post.boxes import Letter, Letterbox, PostOffice

LARGEST = 50 * 1024 * 1024
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_LITERAL = re.compile(r"\{(\d{1,9})\+?\}$")
_HEADER = re.compile(r'HEADER\s+"?Message-ID"?\s+"?([^"\s]+)"?', re.IGNORECASE)
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class _Visit:
    """One client: who it is, and into which folder it looks."""

    office: PostOffice
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    address: str = ""
    box: Letterbox | None = None

    async def say(self, *lines: str | bytes) -> None:
        for line in lines:
            self.writer.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        await self.writer.drain()


async def read_mail(office: PostOffice, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve one client until it leaves."""
    visit = _Visit(office, reader, writer)
    await visit.say("* OK [CAPABILITY IMAP4rev1] post.town.test")
    async for tag, command, rest in _commands(visit):
        if command == "LOGOUT":
            await visit.say("* BYE", f"{tag} OK Goodbye")
            return
        await visit.say(f"{tag} {await _do(visit, command, rest)}")


async def _commands(visit: _Visit) -> AsyncIterator[tuple[str, str, str]]:
    while line := await visit.reader.readline():
        tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
        command, _, rest = rest.partition(" ")
        if command.upper() == "UID":
            second, _, rest = rest.partition(" ")
            command = f"UID {second}"
        yield tag, command.upper(), rest


async def _do(visit: _Visit, command: str, rest: str) -> str:
    """Do one thing; give how it ended."""
    if command in {"AUTHENTICATE", "LOGIN"}:
        return await _sign_in(visit, command, rest)
    if command == "CAPABILITY":
        await visit.say("* CAPABILITY IMAP4rev1")
        return "OK Done"
    if not visit.address:
        return "NO Sign in first"
    known = _COMMANDS.get(command)
    return await known(visit, rest) if known is not None else "BAD Not here"


async def _sign_in(visit: _Visit, command: str, rest: str) -> str:
    if command == "AUTHENTICATE":
        await visit.say("+ ")
        try:
            given = base64.b64decode(await visit.reader.readline()).decode().split("\0")
        except (binascii.Error, UnicodeDecodeError):
            return "BAD This is not base64"
    else:
        given = _words(rest)
    user, password = (given[-2].lower(), given[-1]) if len(given) > 1 else ("", "")
    if not password or visit.office.passwords.get(user) != password:
        return "NO [AUTHENTICATIONFAILED] Wrong user or password"
    visit.address = user
    return "OK Welcome"


async def _open(visit: _Visit, rest: str) -> str:
    visit.box = visit.office.box(visit.address, _words(rest)[0])
    if visit.box is None:
        return "NO There is no such folder"
    await visit.say(
        f"* {len(visit.box.letters)} EXISTS", "* 0 RECENT", "* FLAGS (\\Seen)", "* OK [UIDVALIDITY 1]",
        f"* OK [UIDNEXT {visit.box.following}]",
    )  # fmt: skip
    return "OK [READ-ONLY] Done"


async def _append(visit: _Visit, rest: str) -> str:
    literal, box = _LITERAL.search(rest), visit.office.box(visit.address, _words(rest)[0])
    if literal is None or int(literal[1]) > LARGEST:
        return "BAD Where is the mail?"
    await visit.say("+ Go ahead")
    content = await visit.reader.readexactly(int(literal[1]))
    await visit.reader.readline()
    if box is None:
        return "NO [TRYCREATE] There is no such folder"
    box.put(content)
    return "OK Done"


async def _nothing(_visit: _Visit, _rest: str) -> str:
    return "OK Done"


async def _list(visit: _Visit, _rest: str) -> str:
    await visit.say('* LIST () "/" "INBOX"', '* LIST (\\Sent) "/" "Sent"')
    return "OK Done"


async def _status(visit: _Visit, rest: str) -> str:
    name = _words(rest)[0]
    box = visit.office.box(visit.address, name)
    if box is None:
        return "NO There is no such folder"
    await visit.say(f'* STATUS "{name}" (UIDNEXT {box.following} MESSAGES {len(box.letters)})')
    return "OK Done"


async def _search(visit: _Visit, rest: str) -> str:
    letters = visit.box.letters if visit.box else []
    found = " ".join(str(each.uid) for each in letters if _is_meant(each, rest))
    await visit.say(f"* SEARCH {found}".strip())
    return "OK Done"


async def _fetch(visit: _Visit, rest: str) -> str:
    wanted, _, parts = rest.partition(" ")
    for number, letter in enumerate(visit.box.letters if visit.box else [], 1):
        if not _in_set(letter.uid, wanted):
            continue
        told = f"* {number} FETCH (UID {letter.uid} RFC822.SIZE {len(letter.content)}"
        if "BODY" in parts.upper():
            at = letter.received.strftime("%d-%b-%Y %H:%M:%S +0000")
            told += f' INTERNALDATE "{at}" BODY[] {{{len(letter.content)}}}'
            await visit.say(told, letter.content + b")")
        else:
            await visit.say(told + ")")
    return "OK Done"


_COMMANDS: dict[str, Callable[[_Visit, str], Awaitable[str]]] = {
    "NOOP": _nothing,
    "LIST": _list,
    "SELECT": _open,
    "EXAMINE": _open,
    "STATUS": _status,
    "APPEND": _append,
    "UID SEARCH": _search,
    "UID FETCH": _fetch,
}


def _words(rest: str) -> list[str]:
    return [quoted or plain for quoted, plain in _QUOTED.findall(rest)] or [""]


def _is_meant(letter: Letter, search: str) -> bool:
    """Know two searches: by uid, and by the header Message-ID."""
    header = _HEADER.search(search)
    if header is not None:
        found = _MESSAGE_ID.search(letter.content)
        return found is not None and header[1].encode() in found[1]
    words = search.split()
    return words[:1] != ["UID"] or (len(words) > 1 and _in_set(letter.uid, words[1]))


def _in_set(uid: int, wanted: str) -> bool:
    """Read ``3``, ``1,4:7``, ``9:*`` (RFC 3501, sequence-set); whoever asks for nonsense gets nothing."""
    for part in wanted.split(","):
        first, colon, last = part.partition(":")
        if not first.isdecimal():
            continue
        if int(first) <= uid and (
            last == "*" or (last.isdecimal() and uid <= int(last)) or (not colon and uid == int(first))
        ):
            return True
    return False
