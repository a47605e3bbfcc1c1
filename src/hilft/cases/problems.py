"""What an agent is told when a case does not let itself be handled so."""

from hilft.problems import Conflict, Invalid, NotFound, Problem


class NoSuchCase(NotFound):
    """There is no case with the code {code}."""


class NoSuchMessage(NotFound):
    """This message is not in the case."""


class TakenBy(Conflict):
    """{agent} took this case a moment ago."""


class Stale(Conflict):
    """Something new came in while you were writing. Read it, then send or change your answer."""


class TooLong(Problem):
    """The text is too long: {used} of {limit} characters. Shorten it or send it as a numbered thread."""

    status = 422


class NoteTooLong(Problem):
    """The note is too long: {used} of {limit} characters. Write it as two notes."""

    status = 422


class EmptyText(Problem):
    """There is nothing to send yet."""

    status = 422


class WiderThanParent(Problem):
    """The customer wrote in private, so a public answer is not possible here."""

    status = 422


class CannotReply(Invalid):
    """The network does not allow an answer here: {reason}"""  # noqa: D400 - the network's own words


class BadCopy(Invalid):
    """{address} is not an address that a copy can go to."""


class NothingToAnswer(CannotReply):
    """Nobody has written there yet, so there is nothing to answer."""


class NoPrivateMessages(CannotReply):
    """This network has no private messages."""


class OtherConversation(CannotReply):
    """This conversation is not part of the case."""


class NoFurtherRecipients(CannotReply):
    """An answer on this network goes to nobody else than the customer."""


class NamesOthers(Conflict):
    """A private answer would show itself to {handles}. Take the names out or answer in public."""


class PersonalInPublic(Problem):
    """The text would show personal data in public: {what}. Send it in private, or say why it has to be public."""

    status = 422


class NoSuchColleague(Problem):
    """There is no colleague called {name}."""

    status = 422


class TooLateToUndo(Conflict):
    """The answer has already left."""


class OtherBody(Problem):
    """This Idempotency-Key was used for another request before."""

    status = 422


class NotInThisState(Conflict):
    """That is not possible while the case is {state}."""


class SnoozeInPast(Problem):
    """Choose a time in the future."""

    status = 422


class NothingToSplit(Problem):
    """Only what somebody else wrote can be split off."""

    status = 422


class NothingToPart(Problem):
    """The two cases have become one thread and cannot be taken apart again."""

    status = 422


class SameCase(Problem):
    """A case cannot be joined with itself or with one that was joined already."""

    status = 422


class PausedAccount(Conflict):
    """The account {handle} is paused: {reason}"""  # noqa: D400 - the reason is a sentence


class UnknownPriority(Invalid):
    """{priority} is no priority. Use low, normal, high or urgent."""


class BadTag(Invalid):
    """{tag} is no tag: letters, digits, spaces and . + / - only, at most {limit} characters."""


class TooManyTags(Invalid):
    """A case has at most {limit} tags."""


class FormGone(NotFound):
    """This link has been used or is too old. Answer where you got it, and we send you a new one."""


class FormEmpty(Invalid):
    """Nothing was filled in yet."""
