"""Figures: a period, what it adds up to, pictures made on the server, everything as CSV."""

from hilft.web.reports.views import DOORS

__all__ = ["DOORS"]
