"""The inbox: the list of cases, with one of them open beside it."""

from hilft.web.inbox.views import DOORS

__all__ = ["DOORS"]
