"""A message as its author laid it out: a page of its own that runs nothing and fetches nothing unasked."""

from hilft.web.letter.views import DOORS

__all__ = ["DOORS"]
