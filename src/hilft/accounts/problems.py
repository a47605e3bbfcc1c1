"""What the accounts' room refuses, each with the sentence a person reads."""

from hilft.problems import Conflict, NotFound, Problem


class NoSuchAccount(NotFound):
    """There is no such account."""


class AccountRemoved(Conflict):
    """The account {handle} was removed. Add it again to use it."""


class FieldMissing(Problem):
    """This is still missing: {label}."""

    status = 422


class NetworkTooSlow(Problem):
    """The other side did not answer within {seconds} seconds. Look at the addresses, then try again."""

    status = 504


class BadSlug(Problem):
    """A brand's short name has 1 to 40 small letters, digits or hyphens and starts with a letter."""

    status = 422


class SlugTaken(Conflict):
    """There is already a brand called {slug}."""


class BadBrandName(Problem):
    """A brand's name has 1 to 80 characters on one line."""

    status = 422


class UnknownZone(Problem):
    """There is no time zone {zone}. Use a name like Europe/Berlin."""

    status = 422


class BadLanguage(Problem):
    """{language} is no language. Use a code like de or en."""

    status = 422


class VaultProblem(Problem):
    """The key that seals the accounts' secrets cannot be used."""

    status = 500


class KeyTooShort(VaultProblem):
    """The key that seals secrets (HILFT_SECRET_KEY) needs at least {minimum} characters."""


class KeyFileOpen(VaultProblem):
    """The key file {path} can be read by others. Close it: chmod 600 {path}"""  # noqa: D400 - a command


class KeyFileBroken(VaultProblem):
    """The key file {path} does not hold a key. Put it back from a backup."""


class KeyFileUnwritable(VaultProblem):
    """The key file {path} cannot be read or made: {reason}."""


class KeyMissing(VaultProblem):
    """Accounts are sealed with a key that is not here. Put {path} back from a backup, or set HILFT_SECRET_KEY."""


class WrongKey(VaultProblem):
    """The key at hand is not the one that sealed the accounts. Nothing was changed; bring the right one."""


class SecretsLocked(VaultProblem):
    """The secrets of this account do not open: sealed with another key, or changed since."""
