"""One customer: every handle and by which evidence it is theirs, every case, who they are."""

from hilft.web.customers.views import DOORS

__all__ = ["DOORS"]
