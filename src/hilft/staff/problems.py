"""What the staff room refuses, each with the sentence a person reads."""

from hilft.problems import Conflict, Forbidden, NotFound, Problem


class LeadsOnly(Forbidden):
    """Only team leads and administrators may do this."""


class WrongLogin(Problem):
    """The login or the password is wrong."""

    status = 401


class TooManyAttempts(Problem):
    """Too many attempts. Try again in {minutes} min."""

    status = 429


class BadLogin(Problem):
    """A login has 1 to 64 letters, digits or any of . _ @ + -, without spaces."""

    status = 422


class BadName(Problem):
    """A name has 1 to 80 characters on one line."""

    status = 422


class BadInitials(Problem):
    """Initials are two letters from a to z: they sign every answer."""

    status = 422


class PasswordTooShort(Problem):
    """A password has at least {minimum} characters and is not the login."""

    status = 422


class PasswordTooLong(Problem):
    """A password has at most {maximum} characters."""

    status = 422


class NotAPhoto(Problem):
    """This is no photo that mail programs show. Choose a PNG or JPEG picture."""

    status = 422


class PhotoTooLarge(Problem):
    """The photo is larger than {kilobytes} kilobytes. Choose a smaller one; it is shown at 64 pixels."""

    status = 422


class LoginTaken(Conflict):
    """The login {login} is taken."""


class InitialsTaken(Conflict):
    """The initials {initials} belong to {name}. Two people must not sign alike."""


class TokenTaken(Conflict):
    """This token belongs to somebody else."""


class LastAdministrator(Conflict):
    """{name} is the last administrator. Make somebody else one first."""


class UnknownSetting(Problem):
    """There is no such choice: {value}."""

    status = 422


class BadTeamName(Problem):
    """A team's name has 1 to 80 characters on one line."""

    status = 422


class TeamExists(Conflict):
    """There is a team called {name} already."""


class NoSuchTeam(NotFound):
    """This team does not exist any more."""


class NoSuchColleague(NotFound):
    """Nobody who works here has the login or initials {name}."""
