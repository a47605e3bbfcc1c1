"""The first page for everybody: who is here, and every way in."""

from hilft.web.public.views import DOORS

__all__ = ["DOORS"]
