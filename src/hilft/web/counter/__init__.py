"""The counter: a page for somebody who stands there with a customer: find, read the brief, write down, done."""

from hilft.web.counter.views import DOORS

__all__ = ["DOORS"]
