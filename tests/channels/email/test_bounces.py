"""Bounces told from other mails, and read: against what upstream expects, and sample by sample."""

import json
from pathlib import Path

import pytest

from hilft.channels.email.bounce import Bounce, bounce_of
from hilft.channels.email.mime import parse
from tests.channels.email.test_reading import samples

pytestmark = pytest.mark.shared

_F, _M = "flanker/messages/bounce/", "mikel/multipart_report_emails/"
READ = {
    f"{_F}broken-mime.eml": ("failed", "", "info@example.net"),
    f"{_F}delayed-broken.eml": ("failed", "4.2.2", "demo@example.com"),
    f"{_F}delayed.eml": ("failed", "4.0.0", "foo@example.com"),
    f"{_F}gmail-invalid-address.eml": ("failed", "5.1.0", "awfawfawfawfawfaw@someserverhere.com"),
    f"{_F}gmail-no-dns.eml": ("failed", "", "user@example.comm"),
    f"{_F}mailbox-full.eml": ("failed", "5.2.2", "user@aol.com"),
    f"{_F}no-mx.eml": ("delayed", "4.4.4", "user@example.com"),
    f"{_F}office365.eml": ("failed", "5.1.10", "noname@example.com"),
    f"{_F}zed.eml": ("failed", "5.1.1", "asdfasdfasdfasdfasdfasdfewrqertrtyrthsfgdfgadfqeadvxzvz@gmail.com"),
    "mikel/mime_emails/raw_email_with_mimepart_without_content_type.eml":
        ("delayed", "4.5.0", "larose.julie@courrier.uqam.ca"),
    f"{_M}multi_address_bounce1.eml": ("failed", "5.1.1", "bbbbvhvbbvkjbhfbvbvjhb@gmail.com"),
    f"{_M}multi_address_bounce2.eml": ("failed", "5.1.1", "bbbbvhvbbvkjbhfbvbvjhb@gmail.com"),
    f"{_M}multipart_report_multiple_status.eml": ("failed", "5.3.0", "u@ci.com"),
    f"{_M}report_422.eml": ("delayed", "4.2.2", "fraser@oooooooo.com.au"),
    f"{_M}report_530.eml": ("failed", "5.3.0", "edwin@zzzzzzz.com"),
}  # fmt: skip
"Every bounce among the samples: what became of the mail, the enhanced status (RFC 3463), who it was for."


def bounces(mail: Path) -> dict[str, Bounce]:
    found = {}
    for path in samples(mail):
        content = path.read_bytes()
        bounce = bounce_of(parse(content)) if content.strip() else None
        if bounce is not None:
            found[str(path.relative_to(mail))] = bounce
    return found


def test_all_that_upstream_expects(shared_data: Path) -> None:
    folder = shared_data / "mail/flanker"
    expectations = json.loads((folder / "expected_bounces.json").read_text("utf-8"))
    assert len(expectations) == 3
    for expected in expectations:
        found = bounce_of(parse((folder / expected["file"]).read_bytes()))
        assert (found is not None) == expected["is_bounce"], expected["file"]
        if found is not None:
            assert found.status == expected["status"]
            diagnostic = " ".join(expected["diagnostic_code"].split())
            assert found.diagnostic == diagnostic[:300]


def test_every_bounce_among_the_samples_and_nothing_else(shared_data: Path) -> None:
    found = bounces(shared_data / "mail")
    assert {name: (each.action, each.status, each.recipient) for name, each in found.items()} == READ


def test_a_bounce_says_why_where_its_sender_did(shared_data: Path) -> None:
    found = bounces(shared_data / "mail")
    assert found[f"{_F}gmail-no-dns.eml"].diagnostic == "DNS Error: Domain name not found"
    assert found[f"{_F}broken-mime.eml"].diagnostic == "Delivery failed 10 attempts: info@example.net"
    assert sum(not each.diagnostic for each in found.values()) <= 2
