"""Signing in and out."""

from hilft.web.sign_in.views import DOORS

__all__ = ["DOORS"]
