"""One case: what was said, who it is, what happened, and everything one can do with it."""

from hilft.web.case.views import DOORS

__all__ = ["DOORS"]
