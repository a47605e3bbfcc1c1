"""The live stream: what a page shows, sent again whenever it changed."""

from hilft.web.live.views import DOORS, routes

__all__ = ["DOORS", "routes"]
