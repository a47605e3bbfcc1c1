"""Opening hours: the weekly editor, holidays, special days, versions, calendars in and out."""

from hilft.web.hours.views import DOORS

__all__ = ["DOORS"]
