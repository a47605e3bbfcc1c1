"""How long things may take: read by everybody, written by leads."""

from hilft.web.targets.views import DOORS

__all__ = ["DOORS"]
