"""Announcements: written once, told on the public page, in its feed and on the brand's accounts, until withdrawn.

A disruption stands above everything else on the public page until it is over. What an account says goes through the
outbox like an answer, without a case (`posts`); what is changed or withdrawn later is done at the network by `jobs`.
"""

from hilft.news.actions.audience import Audience, Preview, audiences, preview
from hilft.news.actions.posting import it_is_there, publish_anew, send_again, try_again, withdraw_post
from hilft.news.actions.reading import (
    Told,
    announcement,
    announcements,
    current,
    draft,
    drop_draft,
    posts_of,
    published,
    save_draft,
    told,
)
from hilft.news.actions.topic import TOPIC
from hilft.news.actions.writing import announce, change, end, publish_due, withdraw
from hilft.news.jobs import Posting
from hilft.news.model import Announcement, Kind, Stage
from hilft.news.posts import Post, PostState, Shown
from hilft.news.problems import (
    BadAnnouncement,
    CannotPublish,
    NoAccount,
    NoSuchAnnouncement,
    NoSuchPost,
    NotADisruption,
    NotNow,
    PostTooLong,
    TooLate,
)

__all__ = [
    "TOPIC",
    "Announcement",
    "Audience",
    "BadAnnouncement",
    "CannotPublish",
    "Kind",
    "NoAccount",
    "NoSuchAnnouncement",
    "NoSuchPost",
    "NotADisruption",
    "NotNow",
    "Post",
    "PostState",
    "PostTooLong",
    "Posting",
    "Preview",
    "Shown",
    "Stage",
    "Told",
    "TooLate",
    "announce",
    "announcement",
    "announcements",
    "audiences",
    "change",
    "current",
    "draft",
    "drop_draft",
    "end",
    "it_is_there",
    "posts_of",
    "preview",
    "publish_anew",
    "publish_due",
    "published",
    "save_draft",
    "send_again",
    "told",
    "try_again",
    "withdraw",
    "withdraw_post",
]
