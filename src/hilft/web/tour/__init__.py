"""The guided tour of the demo: one problem over four channels, step by step, each on the real screen."""

from hilft.web.tour.views import DOORS

__all__ = ["DOORS"]
