"""Why a backup or a restore was not done, each with what to do."""

from hilft.problems import Problem


class AlreadyThere(Problem):
    """{path} is there already, and nothing is ever overwritten. Choose another name."""


class NotEmpty(Problem):
    """{place} is not empty, and nothing is ever overwritten. Choose an empty place."""


class NoBackup(Problem):
    """{path} is no backup made by hilft: {reason}."""


class BackupDamaged(Problem):
    """The backup {path} is damaged: {file} is not what it was when it was made. Take another one."""


class NotRestored(Problem):
    """The trial restore does not hold in table {table} what the desk held. This backup is not kept; please report it."""

    status = 500


class OtherProgram(Problem):
    """The backup was made by a newer hilft ({version}, database step {step}). Install that one, then restore."""
