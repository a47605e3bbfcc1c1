"""How a case stands, for whoever has its code."""

from hilft.web.status.views import DOORS

__all__ = ["DOORS"]
