"""Announcements: written once, published on the public page and in its feed."""

from hilft.web.news.views import DOORS

__all__ = ["DOORS"]
