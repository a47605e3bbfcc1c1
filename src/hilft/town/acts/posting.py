"""Saying something, changing it, taking it back."""

from dataclasses import dataclass, field

from hilft.town.acts.notifying import notify
from hilft.town.acts.telling import EDITED, hearing_of_end, tell_gone, tell_letter, tell_status
from hilft.town.counting import length
from hilft.town.entities.account import find_mention
from hilft.town.ledger import Row
from hilft.town.seeing import find_status, to_id
from hilft.town.spans import MENTION, TAG, find_spans
from hilft.town.state.accounts import Account
from hilft.town.state.media import Media
from hilft.town.state.statuses import DIRECT, VISIBILITIES, Status
from hilft.town.town import Town
from hilft.town.trouble import invalid

MOST_MEDIA = 4
MOST_TEXT = 50_000
SPACE = "\t\n\v\f\r \0"


@dataclass(slots=True)
class Draft:
    """What somebody wants to say. `visibility` None: the author's own default."""

    text: str = ""
    spoiler: str = ""
    sensitive: bool | None = None
    visibility: str | None = None
    language: str | None = None
    reply_to: str | None = None
    media: list[str] = field(default_factory=list)
    app: int | None = None
    key: str | None = None


def post(town: Town, author: Account, draft: Draft) -> Status:
    """A new status, or the one that the same idempotency key has made within the hour. Raises Trouble."""
    if draft.key is not None and (known := _posted(town, author, draft.key)) is not None:
        return find_status(town.state, author, known)
    parent = find_status(town.state, author, draft.reply_to) if draft.reply_to else None
    if parent is not None and parent.reblog_of is not None:
        parent = find_status(town.state, author, parent.reblog_of)
    media = _media(town, author, draft.media, None)
    _check(town, draft, media)
    visibility = draft.visibility or author.privacy
    number = town.ids.new()
    row = {
        "id": number,
        "account": author.id,
        "at": town.now(),
        "uri": f"{author.uri}/statuses/{number}",
        "visibility": visibility,
        "conversation": number if parent is None else parent.conversation,
        "reply_to": None if parent is None else parent.id,
        "reply_to_account": None if parent is None else parent.account,
        "reply": parent is not None,
        "app": draft.app,
        "idem": draft.key,
        **_words(town, author, draft),
        "media": [each.id for each in media],
    }
    return add(town, author, row)


def add(town: Town, author: Account, row: Row) -> Status:
    """Records a decided status and tells everybody whom it concerns."""
    status = Status(**{name: value for name, value in row.items() if name != "idem"})
    letters = _letters(town, status)
    if letters:
        row["letters"] = letters
    town.record("status", **row)
    status = town.state.statuses.by_id[status.id]
    tell_status(town, status)
    people = town.state.accounts.by_id
    for account in status.mentions:
        notify(town, people[account], author, "mention", status)
    _notify_subscribers(town, author, status)
    for holder, letter in letters.items():
        tell_letter(town, town.state.letters.by_id[letter], people[int(holder)])
    return status


def edit(town: Town, author: Account, status: Status, draft: Draft, media: list[str] | None) -> Status:
    """Changes words, warning, media. Nothing changed: no revision. Raises Trouble."""
    kept = [str(each) for each in status.media] if media is None else media
    chosen = _media(town, author, kept, status)
    _check(town, draft, chosen)
    words: Row = _words(town, author, draft)
    numbers = [each.id for each in chosen]
    before = (status.text, status.spoiler, status.sensitive, status.language, status.media)
    if before == (words["text"], words["spoiler"], words["sensitive"], words["language"], numbers):
        return status
    known = set(status.mentions)
    if status.visibility == DIRECT:
        words["mentions"] = [*status.mentions, *(each for each in words["mentions"] if each not in known)]
    town.record("edit", id=status.id, at=town.now(), **words, media=numbers)
    tell_status(town, status, EDITED)
    people = town.state.accounts.by_id
    for account in status.mentions:
        if account not in known:
            notify(town, people[account], author, "mention", status)
    for account in list(town.state.statuses.reblogs.get(status.id, ())):
        notify(town, people[account], author, "update", status)
    return status


def delete(town: Town, status: Status) -> None:
    """The status, its boosts and every notice of it; answers stay."""
    boosts = [
        town.state.statuses.by_id[boost] for boost in town.state.statuses.reblogs.get(status.id, {}).values()
    ]
    hearing = [(gone, hearing_of_end(town, gone)) for gone in (status, *boosts)]
    town.record("delete", id=status.id)
    for gone, channels in hearing:
        tell_gone(town, gone, channels)


def words_of(town: Town, text: str) -> tuple[list[int], list[str]]:
    """The people and the hashtags that a text names, each once, in order."""
    mentions: dict[int, None] = {}
    tags: dict[str, None] = {}
    for span in find_spans(text):
        if span.kind == MENTION and (account := find_mention(town, span.value)) is not None:
            mentions[account.id] = None
        elif span.kind == TAG:
            tags[span.value.lower()] = None
    return list(mentions), list(tags)


def _words(town: Town, author: Account, draft: Draft) -> Row:
    text, spoiler = draft.text.strip(SPACE), draft.spoiler.strip(SPACE)
    if (not text or text.isspace()) and spoiler:
        text, spoiler = spoiler, ""
    mentions, tags = words_of(town, text)
    sensitive = author.sensitive if draft.sensitive is None else draft.sensitive
    return {
        "text": text,
        "spoiler": spoiler,
        "sensitive": sensitive or bool(spoiler),
        "language": draft.language or author.language or author.locale,
        "mentions": [each for each in mentions if each != author.id],
        "tags": tags,
    }


def _check(town: Town, draft: Draft, media: list[Media]) -> None:
    if draft.visibility is not None and draft.visibility not in VISIBILITIES:
        raise invalid("Visibility is not included in the list")
    blank = not (draft.text + draft.spoiler).strip(SPACE) or (draft.text + draft.spoiler).isspace()
    if blank and not media:
        raise invalid("Text can't be blank")
    text, spoiler = draft.text.strip(SPACE), draft.spoiler.strip(SPACE)
    most = town.settings.max_characters
    if len(text) + len(spoiler) > MOST_TEXT or length(text, spoiler, town.settings.link_length) > most:
        raise invalid(f"Text character limit of {most} exceeded")


def _media(town: Town, author: Account, numbers: list[str], status: Status | None) -> list[Media]:
    if len(numbers) > MOST_MEDIA:
        raise invalid("Cannot attach more than 4 files")
    found = []
    for number in dict.fromkeys(numbers):
        media = town.state.media.by_id.get(to_id(number))
        mine = media is not None and media.account == author.id
        if media is None or not mine or media.status not in {None, status.id if status else None}:
            raise invalid(f"Media {number} not found or already attached to another post")
        found.append(media)
    if len(found) > 1 and any(media.kind in {"video", "audio"} for media in found):
        raise invalid("Cannot attach a video to a post that already contains images")
    return found


def _posted(town: Town, author: Account, key: str) -> int | None:
    posted, seconds = town.state.posted, town.settings.idempotency_seconds
    while posted:
        oldest = next(iter(posted))
        if town.age(posted[oldest][1]).total_seconds() < seconds:
            break
        del posted[oldest]
    known = posted.get((author.id, key))
    return None if known is None else known[0]


def _letters(town: Town, status: Status) -> dict[str, int]:
    if status.visibility != DIRECT:
        return {}
    letters = {}
    for account in dict.fromkeys([status.account, *status.mentions]):
        known = town.state.letters.find(account, status)
        letters[str(account)] = town.ids.new() if known is None else known.id
    return letters


def _notify_subscribers(town: Town, author: Account, status: Status) -> None:
    if status.visibility == DIRECT or (status.reply and status.reply_to_account != author.id):
        return
    for follower, follow in list(town.state.bonds.followers.get(author.id, {}).items()):
        if follow.notify:
            notify(town, town.state.accounts.by_id[follower], author, "status", status)
