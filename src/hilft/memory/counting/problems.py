"""What cannot be counted."""

from hilft.problems import Problem


class NoReason(Problem):
    """Say why you ask again."""

    status = 422
