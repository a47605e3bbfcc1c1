"""The week plan of shifts: read by everybody, written by leads."""

from hilft.web.shifts.views import DOORS

__all__ = ["DOORS"]
