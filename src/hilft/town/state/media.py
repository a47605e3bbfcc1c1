"""What has been uploaded; the bytes lie beside the ledger under their hash."""

from dataclasses import dataclass


@dataclass(slots=True)
class Media:
    """`status` None: not part of a post yet. `width` and `height` in pixels, 0 where unknown."""

    id: int
    account: int
    sha: str
    mime: str
    kind: str
    at: str
    size: int
    width: int = 0
    height: int = 0
    description: str | None = None
    focus: tuple[float, float] = (0.0, 0.0)
    status: int | None = None


class MediaShelf:
    def __init__(self) -> None:
        self.by_id: dict[int, Media] = {}

    def add(self, media: Media) -> None:
        self.by_id[media.id] = media

    def attach(self, media: list[int], status: int) -> None:
        for each in media:
            if each in self.by_id:
                self.by_id[each].status = status

    def forget_status(self, media: list[int]) -> None:
        for each in media:
            self.by_id.pop(each, None)
