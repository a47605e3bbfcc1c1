"""Promises of the team: what is due, what was kept, what was broken."""

from hilft.web.promises.views import DOORS

__all__ = ["DOORS"]
