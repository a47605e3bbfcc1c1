"""How the brand's accounts are doing."""

from hilft.web.accounts.views import DOORS

__all__ = ["DOORS"]
