"""Errors as Mastodon words them."""

from typing import Any


class Trouble(Exception):
    """An answer other than 200: status and JSON body."""

    def __init__(self, status: int, error: str, **more: Any) -> None:  # noqa: ANN401
        super().__init__(error)
        self.status = status
        self.body = {"error": error, **more}


def not_found() -> Trouble:
    return Trouble(404, "Record not found")


def not_allowed() -> Trouble:
    return Trouble(403, "This action is not allowed")


def invalid(*reasons: str) -> Trouble:
    return Trouble(422, "Validation failed: " + ", ".join(reasons))
