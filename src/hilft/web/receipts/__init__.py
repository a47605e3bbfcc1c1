"""Receipts that could not be read: kept, shown to administrators, tried again."""

from hilft.web.receipts.views import DOORS

__all__ = ["DOORS"]
