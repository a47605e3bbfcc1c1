"""Every command without a dialogue: what it does, and the sentence when it cannot."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from hilft.cli import main
from tests.cli.conftest import Hilft

pytestmark = pytest.mark.anyio

ADMIN = ("--name", "Hauke Haien", "--login", "hauke", "--initials", "ha", "--password", "Deichgraf-17")
BRAND = ("--brand", "Wattkabel Nord", "--zone", "Europe/Berlin", "--language", "de")


@pytest.fixture
async def founded(hilft: Hilft) -> Hilft:
    """A brand with its first administrator."""
    done = await hilft("init", *BRAND, *ADMIN)
    assert done.exit_code == 0, done.output
    return hilft


async def test_init_founds_a_brand_with_an_administrator(founded: Hilft) -> None:
    done = await founded("doctor")
    assert "brand Wattkabel Nord: 1 agents" in done.output
    again = await founded("init", *BRAND, *ADMIN)
    assert again.exit_code == 1
    assert "already a brand called wattkabel-nord" in again.output


async def test_init_wants_a_zone_that_exists(hilft: Hilft) -> None:
    done = await hilft("init", "--brand", "Watt", "--zone", "Mars/Phobos", "--language", "de", *ADMIN)
    assert done.exit_code == 2
    assert "Mars/Phobos" in done.output


async def test_without_a_terminal_a_missing_option_is_named(hilft: Hilft) -> None:
    done = await hilft("init")
    assert done.exit_code == 2
    assert "--brand" in done.output


async def test_a_weak_password_is_refused_in_one_sentence(founded: Hilft) -> None:
    done = await founded("agent", "add", "--name", "Kai", "--login", "kai", "--password", "kurz")
    assert done.exit_code == 1
    assert re.search(r"^Error: .*10", done.output)


async def test_the_password_may_come_from_the_environment(founded: Hilft) -> None:
    done = await founded("agent", "add", "--name", "Kai Krog", env={"HILFT_PASSWORD": "Krabbenkutter-5"})
    assert done.output == "Added Kai Krog (kai, ^ka, agent).\n"


async def test_tokens_are_made_listed_and_revoked(founded: Hilft) -> None:
    made = await founded("token", "create", "--agent", "ha", "--label", "monitor")
    assert re.fullmatch(r"ht_[0-9a-f]{32}_\S+\n", made.output)
    listed = await founded("token", "list", "--agent", "hauke")
    assert "monitor" in listed.output
    assert made.output.strip() not in listed.output
    mark = listed.output.split()[0]
    assert (await founded("token", "revoke", "--agent", "ha", mark)).output == "Revoked.\n"
    assert "revoked" in (await founded("token", "list", "--agent", "ha")).output
    assert (await founded("token", "revoke", "--agent", "ha", "nothing")).exit_code == 1
    assert (
        "no agent with the login or initials xy" in (await founded("token", "create", "--agent", "xy")).output
    )


async def test_figures_are_counted_anew(founded: Hilft) -> None:
    assert (await founded("reports", "rebuild")).output == "The figures are counted anew.\n"


async def test_without_a_brand_the_next_step_is_told(hilft: Hilft) -> None:
    done = await hilft("token", "create", "--agent", "ha")
    assert done.exit_code == 1
    assert "hilft init" in done.output


async def test_of_several_brands_one_is_chosen(founded: Hilft) -> None:
    await founded("init", "--brand", "Deichnetz", "--zone", "Europe/Berlin", "--language", "de", *ADMIN)
    unclear = await founded("token", "create", "--agent", "ha")
    assert "--brand: " in unclear.output
    assert (await founded("token", "create", "--agent", "ha", "--brand", "deichnetz")).exit_code == 0
    assert "There are: " in (await founded("token", "create", "--agent", "ha", "--brand", "x")).output


async def test_an_unencrypted_server_is_refused(founded: Hilft) -> None:
    done = await founded("account", "add", "mastodon", "--url", "http://social.example", "--token", "t")
    assert done.exit_code == 1
    assert "https" in done.output


async def test_a_server_that_is_not_there_is_told(founded: Hilft) -> None:
    done = await founded("account", "add", "mastodon", "--url", "http://127.0.0.1:9", "--token", "geheim")
    assert done.exit_code == 1
    assert done.output.startswith("Error: The network says: ")
    assert "geheim" not in done.output


async def test_an_account_that_is_not_there_is_told(founded: Hilft) -> None:
    assert (await founded("account", "pause", "@nobody")).exit_code == 1
    assert (await founded("account", "list")).output == ""


async def test_what_messages_are_read_for_is_set_and_shown(founded: Hilft, tmp_path: Path) -> None:
    assert (await founded("memory", "show")).output == "{}\n"
    own = tmp_path / "own.json"
    own.write_text('{"numbers": [{"pattern": "WK-\\\\d{8}"}]}', encoding="utf-8")
    assert (await founded("memory", "set", str(own))).exit_code == 0
    assert "WK-" in (await founded("memory", "show")).output
    own.write_text('{"numbers": [{"pattern": "("}]}', encoding="utf-8")
    refused = await founded("memory", "set", str(own))
    assert refused.exit_code == 1
    assert "cannot be used" in refused.output


async def test_receipts_are_listed_and_an_unknown_one_is_told(founded: Hilft) -> None:
    assert (await founded("receipts", "list")).output == ""
    assert (await founded("receipts", "retry")).output == "0 receipts are tried again.\n"
    unknown = await founded("receipts", "show", "01a206af-e77c-72e5-95b7-97e461d88bf8")
    assert unknown.exit_code == 1
    assert "no such receipt" in unknown.output


async def test_migrate_says_when_there_is_nothing_to_do(hilft: Hilft) -> None:
    assert (await hilft("migrate")).output == "The database is up to date.\n"


async def test_doctor_finds_what_is_missing(hilft: Hilft) -> None:
    done = await hilft("doctor")
    assert done.exit_code == 1
    assert "there is no brand yet" in done.output
    assert "Run: hilft init" in done.output


async def test_doctor_says_that_the_database_is_away(hilft: Hilft) -> None:
    done = await hilft("doctor", env={"HILFT_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/x"})
    assert done.exit_code == 1
    assert "does not answer" in done.output


async def test_doctor_sees_an_open_key_file_and_a_short_key(bare: Hilft, tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("x" * 64)
    key.chmod(0o644)
    assert f"chmod 600 {key}" in (await bare("doctor", "--data", str(tmp_path))).output
    short = await bare("doctor", "--data", str(tmp_path), env={"HILFT_SECRET_KEY": "short"})
    assert "fewer than 32 characters" in short.output


async def test_a_directory_that_cannot_be_used_is_told(bare: Hilft, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = await bare("migrate", "--data", str(tmp_path / "file" / "below"))
    assert done.exit_code == 1
    assert "cannot be used" in done.output


async def test_a_read_only_directory_is_told(bare: Hilft, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    place = (
        closed / "data" if os.geteuid() else Path("/proc/hilft")
    )  # root may write wherever the disk lets it
    done = await bare("migrate", "--data", str(place))
    assert done.exit_code == 1
    assert f"The data directory {place} cannot be used" in done.output


async def test_a_malformed_setting_is_named(hilft: Hilft) -> None:
    done = await hilft("doctor", env={"HILFT_PORT": "many"})
    assert done.exit_code == 2
    assert "HILFT_PORT" in done.output


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", CliRunner().invoke(main, ["version"]).output)


def test_channels_are_listed_and_made(tmp_path: Path) -> None:
    runner = CliRunner()
    assert "mastodon" in runner.invoke(main, ["channel", "list"]).output
    made = runner.invoke(main, ["channel", "new", "pigeon", "--where", str(tmp_path)])
    assert made.exit_code == 0, made.output
    assert (tmp_path / "pigeon" / "channel.toml").is_file()
    again = runner.invoke(main, ["channel", "new", "pigeon", "--where", str(tmp_path)])
    assert again.exit_code == 1
    assert runner.invoke(main, ["channel", "new", "../evil", "--where", str(tmp_path)]).exit_code == 1
