"""Calls: the card while it rings, the page on which the note is typed, the list, whom to call back."""

from hilft.web.calls.views import DOORS

__all__ = ["DOORS"]
