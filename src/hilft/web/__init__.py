"""The doors: one folder per screen, the live stream, and beside them the JSON API.

Views are thin: read the form, call one verb, render. No SQL and no rule lives here.
"""

from hilft.web.desk import desk, routes
from hilft.web.house import DemoLogin, House, Scene, Stage

__all__ = ["DemoLogin", "House", "Scene", "Stage", "desk", "routes"]
