"""The rules about agents, logins, passwords, tokens."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.ids import AgentId, BrandId
from hilft.staff import (
    Agent,
    BadInitials,
    BadLogin,
    BadName,
    PasswordTooLong,
    PasswordTooShort,
    Presence,
    Role,
    UnknownSetting,
)
from hilft.staff.model import (
    api_token,
    brand_of_api_token,
    brand_of_session,
    check_password,
    check_settings,
    checked_initials,
    checked_login,
    checked_name,
    expiry,
    plain_login,
    session_token,
)

BRAND = BrandId(uuid.UUID(int=0x12345678))
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def test_an_agent_signs_with_initials_and_goes_by_the_first_name() -> None:
    romina = Agent(
        AgentId(uuid.uuid4()), BRAND, "romina", "Romina Sommer", "ro", Role.LEAD, "de", "auto",
        single_keys=True, presence=Presence.OFF, photo="", shown=True,
    )  # fmt: skip
    assert (romina.first_name, romina.signature, romina.is_admin) == ("Romina", "^ro", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Romina ", "romina"), ("JU\N{COMBINING DIAERESIS}RGEN", "jürgen"), ("r.s@wattkabel.example", None)],
)
def test_a_login_is_kept_in_one_form(typed: str, kept: str | None) -> None:
    assert checked_login(typed) == (kept or typed)


@pytest.mark.parametrize("typed", ["", "  ", "ro mina", "a" * 65, "nul\x00", "\ud800", "a/b"])
def test_what_cannot_be_a_login(typed: str) -> None:
    assert plain_login(typed) == ""
    with pytest.raises(BadLogin):
        checked_login(typed)


@pytest.mark.parametrize("typed", ["r", "rom", "r1", "äö", "", "r\n"])
def test_what_cannot_be_initials(typed: str) -> None:
    with pytest.raises(BadInitials):
        checked_initials(typed)


def test_initials_are_forgiven_their_form() -> None:
    assert checked_initials(" ^RO ") == "ro"


@pytest.mark.parametrize("typed", ["", " \n", "x" * 81, "a\x00b", "\u202eevil"])
def test_what_cannot_be_a_name(typed: str) -> None:
    with pytest.raises(BadName):
        checked_name(typed)


def test_passwords_are_long_enough_and_not_the_login() -> None:
    check_password("0123456789", "romina")
    check_password("romina", "romina", weak=True)
    for wrong in ("012345678", "wiebke.jansen", "Wiebke.Jansen "):
        with pytest.raises(PasswordTooShort):
            check_password(wrong, "wiebke.jansen")
    with pytest.raises(PasswordTooLong):
        check_password("x" * 1025, "romina", weak=True)


def test_settings_have_their_choices() -> None:
    check_settings("de", "dark")
    check_settings("", "auto")
    for language, theme in (("de", "pink"), ("german", "auto"), ("../de", "auto")):
        with pytest.raises(UnknownSetting):
            check_settings(language, theme)


@given(st.text(alphabet="abcXYZ019-_.", min_size=1, max_size=100))
def test_tokens_carry_their_brand(secret: str) -> None:
    assert brand_of_session(session_token(BRAND, secret)) == BRAND
    assert brand_of_api_token(api_token(BRAND, secret)) == BRAND


@given(st.text(max_size=300))
def test_any_text_can_be_tried_as_a_token(text: str) -> None:
    assert brand_of_session(text) is None
    assert brand_of_api_token(text) is None


def test_tokens_are_not_taken_for_each_other() -> None:
    assert brand_of_api_token(session_token(BRAND, "x" * 43)) is None
    assert brand_of_session(api_token(BRAND, "x" * 43)) is None
    assert brand_of_session(session_token(BRAND, "x" * 500)) is None
    assert brand_of_session(f"{BRAND.hex}.") is None


def test_a_session_ends_after_twelve_idle_hours_or_seven_days() -> None:
    assert expiry(NOW, NOW) == NOW + timedelta(hours=12)
    late = NOW + timedelta(days=6, hours=20)
    assert expiry(NOW, late) == NOW + timedelta(days=7)
