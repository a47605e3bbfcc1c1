"""The truth: every mail of every watched folder, once, in the order of its UIDs. Neither age nor flags matter."""

from collections import deque
from dataclasses import dataclass, field

from hilft.channels.contract import Cursor, Page, RawItem, Refused
from hilft.channels.email.cursor import Mark, parsed, written
from hilft.channels.email.envelope import Envelope, wrap
from hilft.channels.email.mailbox import Mailbox
from hilft.channels.email.session import Mail, Session

PAGE_BYTES = 16 * 1024 * 1024
"What one page may weigh; a larger mail is a page of its own."


@dataclass(slots=True)
class Ahead:
    """What is known to lie in a folder behind the cursor, so that a long way is not listed anew for every page."""

    mark: Mark
    uids: deque[int] = field(default_factory=deque)


async def pull(mailbox: Mailbox, ahead: dict[str, Ahead], cursor: Cursor | None, limit: int) -> Page:
    """Read the next mails of all folders, at most ``limit``, at most about 16 MB.

    A folder seen for the first time is read from its beginning, or from now on if the account says so. When its
    UIDVALIDITY has changed the UIDs mean nothing any more: it is read anew, and what is known already is known by its
    content. A folder that cannot be opened holds up no other one; it is told once the others are read.
    """
    sent = await mailbox.sent_folder()
    folders = [*mailbox.terms.folders, *([sent] if sent and sent not in mailbox.terms.folders else [])]
    everything = mailbox.terms.everything

    def read(session: Session) -> Page:
        marks, complete, weight = parsed(cursor), True, 0
        trouble: Refused | None = None
        items: list[RawItem] = []
        for folder in folders:
            try:
                waiting = _look(session, folder, marks.get(folder), ahead, everything=everything)
            except Refused as error:
                trouble, complete = error, False
                continue
            chosen = _choose(session, waiting, limit - len(items), PAGE_BYTES - weight)
            for mail in session.fetch(chosen):
                items.append(_item(folder, waiting.mark.validity, mail, own=folder == sent))
                weight += len(mail.content)
            for _ in chosen:
                waiting.uids.popleft()
            last = chosen[-1] if chosen else waiting.mark.last
            waiting.mark = marks[folder] = Mark(waiting.mark.validity, last)
            complete = complete and not waiting.uids
        if trouble is not None and not items:
            raise trouble
        return Page(items, written(marks), complete)

    try:
        return await mailbox.run(read)
    except BaseException:
        ahead.clear()
        raise


def _look(
    session: Session, folder: str, known: Mark | None, ahead: dict[str, Ahead], *, everything: bool
) -> Ahead:
    validity, following = session.open(folder)
    if known is None:
        known = Mark(validity, 0 if everything else max(0, following - 1))
    elif known.validity != validity:
        known = Mark(validity, 0)
    before = ahead.get(folder)
    if before is None or before.mark != known or not before.uids:
        before = Ahead(known, deque(session.uids_after(known.last)))
        ahead[folder] = before
    return before


def _choose(session: Session, waiting: Ahead, most: int, most_bytes: int) -> list[int]:
    """Choose the next UIDs that fit; the first one of a page always does."""
    candidates = [waiting.uids[number] for number in range(min(max(most, 0), len(waiting.uids)))]
    sizes = session.sizes(candidates)
    chosen: list[int] = []
    weight = 0
    for uid in candidates:
        weight += sizes.get(uid, 0)
        if weight > most_bytes and (chosen or most_bytes < PAGE_BYTES):
            break
        chosen.append(uid)
    return chosen


def _item(folder: str, validity: int, mail: Mail, *, own: bool) -> RawItem:
    return wrap(Envelope("mail", folder, validity, mail.uid, mail.received, own, mail.content))
