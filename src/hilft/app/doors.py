"""The doors of the house as one ASGI application: pages, live stream and the JSON API."""

from starlette.types import ASGIApp

from hilft.app.house import House
from hilft.web import desk
from hilft.web.api import api


def asgi(house: House) -> ASGIApp:
    """Build the application over an open house."""
    return desk(house, api=api(house))
