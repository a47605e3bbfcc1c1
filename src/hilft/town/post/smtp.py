"""Taking mail (RFC 5321), from this machine only, so nobody has to say who they are."""

import asyncio
import re

from hilft.town.post.boxes import PostOffice

LARGEST = 50 * 1024 * 1024
_PATH = re.compile(r"(?:FROM|TO):\s*<([^<>]*)>", re.IGNORECASE)


async def take_mail(office: PostOffice, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve one client until it leaves."""
    recipients: list[str] = []

    async def say(*lines: str) -> None:
        writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await writer.drain()

    await say("220 post.town.test ESMTP")
    while line := await reader.readline():
        word, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
        path = _PATH.match(rest)
        match word.upper():
            case "EHLO":
                await say("250-post.town.test", f"250-SIZE {LARGEST}", "250-SMTPUTF8", "250 8BITMIME")
            case "MAIL" | "RSET" | "HELO" | "NOOP":
                recipients = []
                await say("250 OK")
            case "RCPT" if path and office.known(path[1]):
                recipients.append(path[1])
                await say("250 OK")
            case "RCPT":
                await say("550 5.1.1 Nobody of that name lives here")
            case "DATA" if recipients:
                await say("354 Go ahead")
                office.deliver(recipients, await _content(reader))
                recipients = []
                await say("250 OK, it is in the letterbox")
            case "QUIT":
                await say("221 Goodbye")
                return
            case _:
                await say("503 Not here, not now")


async def _content(reader: asyncio.StreamReader) -> bytes:
    """Read up to the line that holds a dot alone; a dot that was doubled is one again (RFC 5321, 4.5.2)."""
    lines: list[bytes] = []
    size = 0
    while (line := await reader.readline()) not in {b".\r\n", b""}:
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        size += len(line)
        if size > LARGEST:
            raise ValueError("the mail is too large")
    return b"".join(lines)
