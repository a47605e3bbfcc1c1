"""Letters: a scan becomes a message of its case; an answer on paper is printed and posted by the mail room.

``take_in`` puts a letter into the desk, ``waiting`` and ``posted`` are the mail room's list, ``print_all`` gives what is
to be printed as one PDF.
"""

from hilft.letters.mail_room import mark_posted, mark_printed, posted, print_all, waiting
from hilft.letters.model import LARGEST, MOST_FILES, Scan, Sender, kind_of
from hilft.letters.problems import (
    BadAddress,
    BadDate,
    NoLetterAccount,
    NoScan,
    NoSheet,
    NotAScan,
    SomebodyElse,
    TooManyFiles,
    WhoWrote,
)
from hilft.letters.rows import Sheet
from hilft.letters.taking_in import Letter, address_of, desks, take_in

__all__ = [
    "LARGEST",
    "MOST_FILES",
    "BadAddress",
    "BadDate",
    "Letter",
    "NoLetterAccount",
    "NoScan",
    "NoSheet",
    "NotAScan",
    "Scan",
    "Sender",
    "Sheet",
    "SomebodyElse",
    "TooManyFiles",
    "WhoWrote",
    "address_of",
    "desks",
    "kind_of",
    "mark_posted",
    "mark_printed",
    "posted",
    "print_all",
    "take_in",
    "waiting",
]
