"""The contract suite on every registered channel, and on what the scaffold makes."""

import importlib
import sys
from pathlib import Path

import pytest

from hilft.channels import AccountConfig, Manifest, Refused, Surroundings, Visibility, manifests
from hilft.channels.contract import OutboundMessage
from hilft.channels.scaffold import create
from hilft.channels.testing import ChannelContract, structure
from hilft.channels.testing.specimen import NOON
from hilft.channels.testing.structure import toml


@pytest.mark.parametrize("kind", sorted(manifests()))
class TestEveryChannel(ChannelContract):
    pass


def test_mastodon_is_registered() -> None:
    assert "mastodon" in manifests()


@pytest.fixture
def scaffolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Manifest]:
    written = create("pigeon_post", tmp_path)
    assert all(path.is_file() for path in written)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("pigeon_post")]:
        monkeypatch.delitem(sys.modules, name)
    manifest = importlib.import_module("pigeon_post").MANIFEST
    assert isinstance(manifest, Manifest)
    return tmp_path / "pigeon_post", manifest


def test_a_scaffolded_channel_passes_the_structure_checks(scaffolded: tuple[Path, Manifest]) -> None:
    assert structure(*scaffolded) == []


@pytest.mark.anyio
async def test_a_scaffolded_channel_reads_its_examples_and_refuses_to_send(
    scaffolded: tuple[Path, Manifest], surroundings: Surroundings
) -> None:
    folder, manifest = scaffolded
    channel = manifest.build(AccountConfig({}, {"token": "x"}, "a"), surroundings)
    assert channel.read((folder / "payloads/message.json").read_bytes())[0].occurred_at == NOON
    assert list(channel.read((folder / "payloads/unknown-kind.json").read_bytes())) == []
    with pytest.raises(ValueError, match="missing"):
        channel.read((folder / "payloads/broken-message.json").read_bytes())
    with pytest.raises(Refused, match="not built yet"):
        await channel.send(OutboundMessage("k", "Moin", Visibility.PUBLIC))


def test_the_scaffold_takes_no_strange_names(tmp_path: Path) -> None:
    for name in ("Pigeon", "../x", "class", "", "9lives", "a-b"):
        with pytest.raises(ValueError, match="lower-case Python name"):
            create(name, tmp_path)
    create("pigeon", tmp_path)
    with pytest.raises(FileExistsError):
        create("pigeon", tmp_path)


def test_structure_finds_what_is_wrong(scaffolded: tuple[Path, Manifest]) -> None:
    folder, manifest = scaffolded
    source = folder / "channel.py"
    source.write_text(
        source.read_text() + "\nfrom hilft.db import Pool\nfrom hilft.channels.mastodon import MANIFEST\n"
    )
    (folder / "icon.svg").write_text('<svg viewBox="0 0 1 1"><script>1</script></svg>')
    quality = folder / "quality.toml"
    quality.write_text(quality.read_text().replace('reason = "not built yet"', 'reason = " "', 1))
    form = folder / "settings.html"
    form.write_text(form.read_text().replace('type="password"', 'type="text"'))
    (folder / "payloads/unknown-kind.json").unlink()
    found = "\n".join(structure(folder, manifest))
    for wanted in ("imports hilft.db", "imports hilft.channels.mastodon", "icon.svg", "without a reason"):
        assert wanted in found
    assert "would show a secret" in found
    assert "none called unknown-" in found
    assert "todo" in {each["status"] for each in toml(quality)["rules"].values()}
    (folder / "README.md").unlink()
    assert structure(folder, manifest) == ["README.md is missing"]
