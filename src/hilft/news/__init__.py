"""Announcements: written once, told on the public page and in its feed, from their time on until they are withdrawn.

A disruption stands above everything else on the public page until it is over.
"""

from hilft.news.actions import (
    TOPIC,
    announce,
    announcement,
    announcements,
    change,
    current,
    end,
    published,
    withdraw,
)
from hilft.news.model import Announcement, Kind, Stage
from hilft.news.problems import BadAnnouncement, NoSuchAnnouncement, NotADisruption, TooLate

__all__ = [
    "TOPIC",
    "Announcement",
    "BadAnnouncement",
    "Kind",
    "NoSuchAnnouncement",
    "NotADisruption",
    "Stage",
    "TooLate",
    "announce",
    "announcement",
    "announcements",
    "change",
    "current",
    "end",
    "published",
    "withdraw",
]
