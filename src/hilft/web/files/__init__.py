"""Files and pictures: served from our own store only, each in a sandbox."""

from hilft.web.files.views import DOORS, icon_routes

__all__ = ["DOORS", "icon_routes"]
