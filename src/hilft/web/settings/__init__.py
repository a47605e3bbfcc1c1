"""What agents set for themselves."""

from hilft.web.settings.views import DOORS

__all__ = ["DOORS"]
