"""Mails written to keep the desk busy, or to break it: each is read within seconds, none is lost."""

import time

import pytest

from hilft.channels import InboundEvent
from tests.channels.email.test_reading import read

N = 300_000
HEAD = b"From: Otto <otto@nordnetz.example>\r\nSubject: x\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
DAEMON = b"From: MAILER-DAEMON@nordnetz.example\r\nSubject: undeliverable\r\n\r\n"


def nested(deep: int) -> bytes:
    parts = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(deep))
    return HEAD + b"".join(parts) + b"\r\nHallo\r\n"


MAILS = {
    "lines": HEAD + b"\r\n" + b"\n" * N,
    "dashes": HEAD + b"\r\n" + b"--\n" * (N // 3),
    "one line": HEAD + b"\r\n" + b"a" * N,
    "no tags": HTML + b"<" * N,
    "open comments": HTML + b"<!--" * (N // 4),
    "half tags": HTML + b"<a " * (N // 3),
    "half ends": HTML + b"</a " * (N // 4),
    "odd sections": HTML + b"<![quatsch[ x ]]>" + b"<![" * (N // 3),
    "entities": HTML + b"&amp" * (N // 4),
    "attributes": HTML + b"<p " + b"a=1 " * (N // 4),
    "deep html": HTML + b"<div>" * (N // 5),
    "comments in an address": b"To: " + b'("<' * (N // 3) + b"\r\n" + HEAD + b"\r\nx",
    "a long name": b"From: " + b"a" * N + b"\r\n\r\nx",
    "many recipients": b"To: " + b"a@b.example, " * (N // 13) + b"\r\n" + HEAD + b"\r\nx",
    "references": b"References: " + b"<a@b> " * (N // 6) + b"\r\n" + HEAD + b"\r\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * (N // 14) + b"\r\n\r\nx",
    "parameters": b"Content-Type: text/plain; " + b"a*0=b; " * (N // 7) + b"\r\n" + HEAD + b"\r\nx",
    "results": b"Authentication-Results: mx.wattkabel.example; " + b"(" * N + b"\r\n" + HEAD + b"\r\nx",
    "headers": b"".join(b"X-%d: y\r\n" % at for at in range(N // 12)) + HEAD + b"\r\nx",
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * (N // 10),
    "nested": nested(3000),
    "flowed": HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"Moin \n" * (N // 6),
    "reports": HEAD + b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: x\r\n\r\n" * (N // 13),
    "bounced lines": DAEMON + b"\n" * N,
    "bounced address": DAEMON + b"a@" * (N // 2),
    "bounced line": DAEMON + b"a" * N,
}


def timed(mail: bytes) -> InboundEvent:
    started = time.process_time()
    event = read(mail)
    assert time.process_time() - started < 5
    return event


@pytest.mark.parametrize("name", MAILS)
def test_hostile_mails_take_no_time_and_break_nothing(name: str) -> None:
    event = timed(MAILS[name])
    assert event.message.external_id
    assert event.author.external_id
    assert len(event.text) <= 100_000
    assert len(event.quoted) <= 100_000


def test_a_book_is_shown_in_part_and_kept_whole() -> None:
    book = "\r\n".join(f"Zeile {number}" for number in range(15_000))
    event = timed(HEAD + b"\r\n" + book.encode())
    assert event.text.startswith("Zeile 0\nZeile 1\n")
    [whole] = [file for file in event.attachments if file.name == "mail.txt"]
    assert whole.content == book.replace("\r\n", "\n").encode()


def test_words_between_odd_marks_are_read() -> None:
    assert "3 < 4 & 5" in timed(HTML + b"<p>3 < 4 &amp; 5</p><!-- unsichtbar --><p>Ende").text
    assert timed(HTML + b"<p>Moin</p><!--[if mso]><p>Outlook</p><![endif]-->").text == "Moin"
    assert "Wort" in timed(HTML + b"<!-- offen <b>Wort</b>").text
