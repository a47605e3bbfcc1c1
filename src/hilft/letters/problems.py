"""What cannot be done with a letter, as sentences."""

from hilft.problems import Conflict, Invalid, NotFound


class NoLetterAccount(Conflict):
    """There is no letterhead yet. Somebody who may add accounts adds one under Accounts, Letter."""


class BadAddress(Invalid):
    """A letter needs the sender's name, street and place, each on one line of at most {limit} characters."""


class BadDate(Invalid):
    """The date of a letter is a day of the last three years, not one that is still to come."""


class NoScan(Invalid):
    """Choose the scan of the letter."""


class NotAScan(Invalid):
    """A scan is a PDF, JPEG, PNG or TIFF file."""


class TooManyFiles(Invalid):
    """A letter has at most {limit} files. Put its pages into one PDF."""


class WhoWrote(Invalid):
    """Say who wrote the letter: name and postal address."""


class SomebodyElse(Conflict):
    """This address belongs to {name}. Link the two customers first, or choose a case of {name}."""


class NoSheet(NotFound):
    """There is nothing to print: it has been erased, or never was."""
