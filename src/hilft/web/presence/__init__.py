"""Who is here, away or off, and how the team works."""

from hilft.web.presence.views import DOORS

__all__ = ["DOORS"]
