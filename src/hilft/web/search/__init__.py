"""Finding a case by code, person or word."""

from hilft.web.search.views import DOORS

__all__ = ["DOORS"]
