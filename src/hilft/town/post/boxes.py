"""Letterboxes on disk: one folder for each address, one file for each mail, never changed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FOLDERS = ("INBOX", "Sent")
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it lies there. ``uid`` grows within its folder."""

    uid: int
    received: datetime
    content: bytes


@dataclass(slots=True)
class Letterbox:
    """One folder of one address."""

    place: Path
    letters: list[Letter] = field(default_factory=list)

    @classmethod
    def opened(cls, place: Path) -> "Letterbox":
        place.mkdir(parents=True, exist_ok=True)
        found = [
            Letter(int(file.stem), datetime.fromtimestamp(file.stat().st_mtime, UTC), file.read_bytes())
            for file in sorted(place.glob("*.eml"))
        ]
        return cls(place, found)

    @property
    def following(self) -> int:
        """The uid of the next letter."""
        return self.letters[-1].uid + 1 if self.letters else 1

    def put(self, content: bytes) -> Letter:
        """Keep a letter: whole or not at all."""
        letter = Letter(self.following, datetime.now(UTC).replace(microsecond=0), content)
        file = self.place / f"{letter.uid:0{_DIGITS}}.eml"
        part = file.with_suffix(".part")
        part.write_bytes(content)
        part.replace(file)
        self.letters.append(letter)
        return letter


class PostOffice:
    """All letterboxes. Whoever has none here gets no mail; there is no way out of town."""

    def __init__(self, folder: Path, passwords: dict[str, str]) -> None:
        """``passwords`` by address: who has a letterbox, and what opens it."""
        self.passwords = {address.lower(): password for address, password in passwords.items()}
        self._boxes = {
            (address, name): Letterbox.opened(folder / address / name)
            for address in self.passwords
            for name in FOLDERS
        }

    def known(self, address: str) -> bool:
        """Whether somebody here gets mail under this address; what stands behind a plus does not matter."""
        return _plain(address) in self.passwords

    def box(self, address: str, name: str = "INBOX") -> Letterbox | None:
        found = next((each for each in FOLDERS if each.lower() == name.lower()), "")
        return self._boxes.get((_plain(address), found))

    def deliver(self, recipients: list[str], content: bytes) -> None:
        """Put a mail into the letterboxes of those who have one."""
        for address in dict.fromkeys(_plain(each) for each in recipients):
            box = self.box(address)
            if box is not None:
                box.put(content)


def _plain(address: str) -> str:
    local, _, domain = address.strip().lower().partition("@")
    return f"{local.partition('+')[0]}@{domain}"
