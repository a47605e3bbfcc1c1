"""How the brand's accounts are doing, and how one is added."""

from hilft.web.accounts import adding, views

__all__ = ["DOORS"]

DOORS = (*adding.DOORS, *views.DOORS)
