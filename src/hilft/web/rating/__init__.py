"""The question after a case was solved, as its customer sees it."""

from hilft.web.rating.views import DOORS, may_add

__all__ = ["DOORS", "may_add"]
