"""From bytes to events: every sample there is, and the rules one by one. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from pathlib import Path

import pytest

from hilft.channels import Fate, InboundEvent, Visibility
from hilft.channels.email.envelope import Envelope, wrap
from hilft.channels.email.keys import Keys
from hilft.channels.email.mime import content_of, parse
from hilft.channels.email.origin import origin
from hilft.channels.email.read import Reader
from hilft.channels.email.sanitised import sanitised
from tests.channels.email.office import OTTO, SERVICE, TOWN, letter

KEYS = Keys(b"a key", SERVICE, plus=True)
READER = Reader(KEYS, "mx.wattkabel.example")
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
KEY = "0190163d-8694-739b-aea5-966c26f8ad90"


def read(mail: bytes | Message, *, own: bool = False) -> InboundEvent:
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    [event] = READER.read(wrap(Envelope("mail", "INBOX", 1, 1, NOON, own, content)).payload)
    return event


def samples(mail: Path) -> Iterator[Path]:
    for folder, ending in (
        ("flanker/messages", "*"),
        ("mikel", "*"),
        ("mime4j", "*.msg"),
        ("stalwart", "*"),
        ("talon", "*"),
    ):
        yield from (
            path for path in sorted((mail / folder).rglob(ending)) if path.is_file() and path.stat().st_size
        )


@pytest.mark.shared
def test_no_sample_breaks_the_reading(shared_data: Path) -> None:
    count = 0
    for path in samples(shared_data / "mail"):
        content = path.read_bytes()
        if not content.strip():
            continue
        for event in READER.read(
            wrap(Envelope("mail", "INBOX", 1, 1, NOON, own=False, mail=content)).payload
        ):
            assert event.message.external_id, path
            assert event.author.external_id, path
            assert "\0" not in event.text + event.html + event.quoted, path
        count += 1
    assert count >= 400


@pytest.mark.shared
def test_no_part_of_a_sample_is_lost(shared_data: Path) -> None:
    """Every leaf is text, HTML, a file, or the poorer one of two forms of the same words."""
    for path in [each for each in samples(shared_data / "mail") if each.suffix in {".eml", ".msg"}]:
        message = parse(path.read_bytes())
        found = content_of(message)
        words = found.text + found.html + "".join(file.content.decode("latin-1") for file in found.files)
        files = [part for part in message.walk() if part.get_filename() and not part.is_multipart()]
        if message.get_content_type() != "multipart/alternative":
            assert (
                len(found.files) >= len({id(part) for part in files if part.get_payload(decode=True)}) - 1
            ), path
        assert words.strip() or not any(_says_something(part) for part in message.walk()), path


def _says_something(part: Message) -> bool:
    payload = part.get_payload(decode=True)
    return not part.is_multipart() and isinstance(payload, bytes) and bool(payload.strip())


def test_the_same_mail_has_the_same_key_wherever_it_lies() -> None:
    mail = letter("Hallo").as_bytes()
    one = wrap(Envelope("mail", "INBOX", 1, 1, NOON, own=False, mail=mail))
    two = wrap(Envelope("mail", "Archiv", 9, 77, NOON + timedelta(1), own=False, mail=mail))
    assert one.dedupe_key == two.dedupe_key


def test_a_message_id_alone_makes_no_two_mails_the_same() -> None:
    one, two = letter("Eins", Message_ID="<same@x>"), letter("Zwei", Message_ID="<same@x>")
    assert read(one).message.external_id != read(two).message.external_id
    assert read(one).message.aliases == read(two).message.aliases == ("<same@x>",)


@pytest.mark.parametrize("empty", ["", "<>", "<@>", "   "])
def test_an_empty_id_stands_for_nothing(empty: str) -> None:
    header = f"From: {OTTO}\r\nMessage-ID: {empty}\r\nIn-Reply-To: {empty}\r\nReferences: {empty}\r\n"
    event = read(f"{header}\r\nHallo\r\n".encode())
    assert (event.parent, event.message.aliases, event.ancestors) == (None, (), ())
    assert event.thread_key == event.message.external_id


def test_threads_by_references_and_never_by_the_subject() -> None:
    event = read(letter("Hm", Subject="Re: [K7Q-4PXM] Netz", References="<a@x> <b@x>", In_Reply_To="<b@x>"))
    assert (event.parent, event.ancestors, event.thread_key) == ("<b@x>", ("<a@x>",), "<a@x>")
    assert read(letter("Hm", Subject="Re: [K7Q-4PXM] Netz")).parent is None


def test_our_keyed_names_prove_and_forged_ones_do_not() -> None:
    ours, address = KEYS.message_id(KEY), KEYS.reply_address(KEY)
    assert address is not None
    assert len(address.partition("@")[0]) <= 64
    assert read(letter("Hm", In_Reply_To=ours)).invited
    assert not read(letter("Hm", In_Reply_To=ours.replace("0190", "0191"))).invited
    assert not Keys(b"another key", SERVICE, plus=True).is_ours(ours)
    by_address = read(letter("Hm", to=address))
    assert (by_address.parent, by_address.invited) == (ours, True)
    forged = f"{address[0:10]}{'b' if address[10] == 'a' else 'a'}{address[11:]}"
    assert read(letter("Hm", to=forged)).parent is None
    assert KEYS.reply_address("not a uuid") is None
    assert Keys(b"a key", SERVICE, plus=False).reply_address(KEY) is None


def test_nobody_becomes_us_by_writing_our_name() -> None:
    forged = read(letter("Ich bin Romina", sender=f"Romina <{SERVICE}>", In_Reply_To=KEYS.message_id(KEY)))
    assert not forged.own
    assert forged.author.external_id == SERVICE
    assert forged.automatic
    ours = read(letter("Von unterwegs", sender=f"Romina <{SERVICE}>"), own=True)
    assert (ours.own, ours.author.external_id) == (True, f"mailbox:{SERVICE}")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"List_Id": "<netz.nordnetz.example>"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"From": f"MAILER-DAEMON@{TOWN}"},
    ],
)
def test_machines_are_not_answered(headers: dict[str, str]) -> None:
    event = read(letter("Ich bin nicht da", **headers))
    assert event.automatic
    assert not event.reply.allowed
    assert event.reply.reason
    assert not read(letter("Ich bin da", Auto_Submitted="no", X_Auto_Response_Suppress="All")).automatic


def test_a_report_about_our_answer_is_one_and_others_are_shown() -> None:
    def report(about: str) -> EmailMessage:
        mail = letter("Undelivered", sender=f"MAILER-DAEMON@{TOWN}", Return_Path="<>")
        mail.make_mixed()
        mail.set_type("multipart/report")
        status = EmailMessage()
        status["Content-Type"] = "message/delivery-status"
        fields = Message()
        fields["Final-Recipient"], fields["Action"] = f"rfc822; {OTTO}", "failed"
        fields["Status"], fields["Diagnostic-Code"] = "5.1.1", "smtp; 550 5.1.1 unknown"
        status.set_payload([Message(), fields])
        mail.attach(status)
        original = EmailMessage()
        original["Content-Type"] = "message/rfc822"
        original.set_payload([letter("Moin", Message_ID=about)])
        mail.attach(original)
        return mail

    ours = read(report(KEYS.message_id(KEY)))
    assert ours.report is not None
    assert (ours.message.external_id, ours.report.fate) == (KEYS.message_id(KEY), Fate.FAILED)
    assert ours.report.reason == f"{OTTO} 5.1.1 smtp; 550 5.1.1 unknown"
    assert read(report("<somebody@else>")).report is None


@pytest.mark.parametrize(
    ("fields", "served", "found"),
    [
        (["mx.wattkabel.example; spf=pass; dkim=fail (x; y) header.d=a; dmarc=pass"], "mx.wattkabel.example",
         {"spf": "pass", "dkim": "fail", "dmarc": "pass"}),
        (["mx.wattkabel.example 1; dkim=fail; dkim=pass header.d=b"], "mx.wattkabel.example", {"dkim": "pass"}),
        (["evil.example; dmarc=pass"], "mx.wattkabel.example", {}),
        (["mx.wattkabel.example; dmarc=fail", "mx.wattkabel.example; dmarc=pass"], "mx.wattkabel.example",
         {"dmarc": "fail"}),
        (["mx.wattkabel.example; dmarc=pass"], "", {}),
        (["mx.wattkabel.example.evil; dmarc=pass", "quatsch", ""], "mx.wattkabel.example", {}),
    ],
)  # fmt: skip
def test_only_the_own_server_is_believed(fields: list[str], served: str, found: dict[str, str]) -> None:
    message = Message()
    for field in fields:
        message["Authentication-Results"] = field
    assert origin(message, served) == found


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Mon, 04 May 2026 13:30:00 +0200", NOON - timedelta(minutes=30)),
        ("Mon, 01 Jan 2001 00:00:00 +0000", NOON),
        ("Mon, 04 May 2026 20:00:00 +0000", NOON),
        ("quatsch", NOON),
    ],
)
def test_a_forged_date_does_not_jump_the_queue(date: str, at: datetime) -> None:
    assert read(letter("Hallo", Date=date)).occurred_at == at.replace(microsecond=999_999)


def test_who_is_answered() -> None:
    same = read(letter("Hm", sender=OTTO, Reply_To=f"hilfe@{TOWN}")).author
    assert (same.external_id, same.local_id) == (OTTO, f"hilfe@{TOWN}")
    elsewhere = read(letter("Hm", sender=OTTO, Reply_To="mallory@evil.example")).author
    assert (elsewhere.external_id, elsewhere.local_id) == (OTTO, OTTO)
    form = read(letter("Hm", sender="noreply@shop.example", Reply_To=f"Mia <mia@{TOWN}>")).author
    assert (form.external_id, form.display_name) == (f"mia@{TOWN}", "Mia")
    nobody = read(b"Subject: x\r\n\r\nHallo?")
    assert not nobody.reply.allowed
    assert nobody.author.external_id != read(b"Subject: x\r\n\r\nHallo!").author.external_id


def test_html_runs_nothing_and_its_pictures_are_files() -> None:
    mail = letter("")
    mail.set_content(
        '<p onclick="x()">Was ist <b>das</b>?</p><script>alert(1)</script><img src="cid:p">', "html"
    )
    mail.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<p>")
    event = read(mail)
    assert event.text == "Was ist das?"
    assert event.html == '<p>Was ist <b>das</b>?</p><img src="cid:p">\n'
    [picture] = event.attachments
    assert (picture.url, picture.kind, picture.content) == ("cid:p", "image", b"\x89PNG\r\n\x1a\n")
    assert event.visibility is Visibility.PRIVATE


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<svg onload="alert(1)"></svg>',
        '<iframe src="https://x.example"></iframe>',
        '<form action="https://x.example"><input name="password"></form>',
        '<meta http-equiv="refresh" content="0;url=https://x.example">',
        '<p style="position:fixed;background:url(https://x.example/p.gif)">x</p>',
        '<base href="https://x.example"><link rel="stylesheet" href="https://x.example/s.css">',
        '<img src="x" onerror="alert(1)">',
        "<style>@import 'https://x.example/s.css'</style>",
        '<object data="https://x.example"></object><embed src="https://x.example">',
    ],
)
def test_sanitised_html_is_harmless(html: str) -> None:
    clean = sanitised(html)
    for evil in (
        "javascript:",
        "onload",
        "onerror",
        "<iframe",
        "<form",
        "<meta",
        "fixed",
        "url(",
        "<base",
        "<link",
        "import",
        "<object",
        "<embed",
    ):
        assert evil not in clean
