"""The page of a house without a brand."""

from hilft.web.first_run.views import DOORS

__all__ = ["DOORS"]
