"""What happens by itself: automatic answers while nobody is there, free cases given to those who are.

The room follows the timeline by a job of its own, never in the way of what comes in. Each line is looked at once, whoever
of several processes does it; what it makes happen is in the same transaction as having looked.
"""

from hilft.rules.actions import auto_replies, save_auto_reply
from hilft.rules.giving import Giving
from hilft.rules.jobs import AutoReplies
from hilft.rules.model import AutoReply, Texts, default_texts
from hilft.rules.problems import NoSuchPlaceholder, SaysNotWhen, TextTooLong, TooEarly, WiderWay

__all__ = [
    "AutoReplies",
    "AutoReply",
    "Giving",
    "NoSuchPlaceholder",
    "SaysNotWhen",
    "TextTooLong",
    "Texts",
    "TooEarly",
    "WiderWay",
    "auto_replies",
    "default_texts",
    "save_auto_reply",
]
