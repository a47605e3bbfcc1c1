"""What has been said."""

from dataclasses import dataclass, field

from hilft.town.state.paging import add, drop

PUBLIC, UNLISTED, PRIVATE, DIRECT = "public", "unlisted", "private", "direct"
VISIBILITIES = (PUBLIC, UNLISTED, PRIVATE, DIRECT)
DISTRIBUTABLE = (PUBLIC, UNLISTED)


@dataclass(slots=True)
class Revision:
    """One version of a status, with the time it came to be."""

    text: str
    spoiler: str
    sensitive: bool
    media: list[int]
    at: str


@dataclass(slots=True)
class Status:
    """`reply_to` may name a status that never was here (an import); `conversation` is the thread's number."""

    id: int
    account: int
    at: str
    uri: str
    text: str
    visibility: str
    conversation: int
    spoiler: str = ""
    sensitive: bool = False
    language: str | None = None
    reply_to: int | None = None
    reply_to_account: int | None = None
    reply: bool = False
    reblog_of: int | None = None
    app: int | None = None
    media: list[int] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    edited_at: str | None = None
    revisions: list[Revision] = field(default_factory=list)
    replies: int = 0


@dataclass(slots=True)
class Liking:
    id: int
    account: int
    at: str


class Statuses:
    def __init__(self) -> None:
        self.by_id: dict[int, Status] = {}
        self.children: dict[int, list[int]] = {}
        self.of_account: dict[int, list[int]] = {}
        self.public: list[int] = []
        self.tagged: dict[str, list[int]] = {}
        self.mentioning: dict[int, list[int]] = {}
        self.likings: dict[int, dict[int, Liking]] = {}
        self.reblogs: dict[int, dict[int, int]] = {}

    def add(self, status: Status) -> None:
        self.by_id[status.id] = status
        add(self.of_account.setdefault(status.account, []), status.id)
        if status.reblog_of is not None:
            self.reblogs.setdefault(status.reblog_of, {})[status.account] = status.id
            return
        if status.reply_to is not None:
            add(self.children.setdefault(status.reply_to, []), status.id)
            parent = self.by_id.get(status.reply_to)
            if parent is not None and status.visibility in DISTRIBUTABLE:
                parent.replies += 1
        if status.visibility == PUBLIC and (not status.reply or status.reply_to_account == status.account):
            add(self.public, status.id)
        self._index(status)

    def edit(self, status: Status, revision: Revision, mentions: list[int], tags: list[str]) -> None:
        if not status.revisions:
            status.revisions.append(original(status))
        status.revisions.append(revision)
        self._unindex(status)
        status.text, status.spoiler, status.sensitive = revision.text, revision.spoiler, revision.sensitive
        status.media, status.edited_at = revision.media, revision.at
        status.mentions, status.tags = mentions, tags
        self._index(status)

    def remove(self, status: Status) -> None:
        """Answers stay and lose their parent, as in Mastodon."""
        del self.by_id[status.id]
        drop(self.of_account[status.account], status.id)
        drop(self.public, status.id)
        self._unindex(status)
        if status.reblog_of is not None:
            self.reblogs.get(status.reblog_of, {}).pop(status.account, None)
        for child in self.children.pop(status.id, []):
            self.by_id[child].reply_to = None
        if status.reply_to is not None:
            drop(self.children.get(status.reply_to, []), status.id)
            parent = self.by_id.get(status.reply_to)
            if parent is not None and status.visibility in DISTRIBUTABLE and status.reblog_of is None:
                parent.replies -= 1
        self.likings.pop(status.id, None)

    def like(self, status: int, liking: Liking) -> None:
        self.likings.setdefault(status, {})[liking.account] = liking

    def unlike(self, status: int, account: int) -> None:
        self.likings.get(status, {}).pop(account, None)

    def _index(self, status: Status) -> None:
        for tag in status.tags:
            if status.visibility == PUBLIC:
                add(self.tagged.setdefault(tag, []), status.id)
        for account in status.mentions:
            add(self.mentioning.setdefault(account, []), status.id)

    def _unindex(self, status: Status) -> None:
        for tag in status.tags:
            drop(self.tagged.get(tag, []), status.id)
        for account in status.mentions:
            drop(self.mentioning.get(account, []), status.id)


def original(status: Status) -> Revision:
    return Revision(status.text, status.spoiler, status.sensitive, status.media, status.at)
