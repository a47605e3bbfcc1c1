"""The secure form a customer gets a link to in private."""

from hilft.web.secure_form.views import DOORS

__all__ = ["DOORS"]
