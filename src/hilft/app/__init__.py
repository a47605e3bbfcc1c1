"""The only place that knows everyone: opens the house, builds its doors, puts it to work, lets it listen."""

from hilft.app.clock import utc_now
from hilft.app.database import NeedsMigration, database, prepare_data
from hilft.app.doors import asgi
from hilft.app.house import House, open_house
from hilft.app.logs import set_up_logs
from hilft.app.serving import (
    CannotListen,
    PortInUse,
    answering,
    listen,
    origin_of,
    settle_memory,
    until_told_to_stop,
)
from hilft.app.work import carrier_of, working

__all__ = [
    "CannotListen",
    "House",
    "NeedsMigration",
    "PortInUse",
    "answering",
    "asgi",
    "carrier_of",
    "database",
    "listen",
    "open_house",
    "origin_of",
    "prepare_data",
    "set_up_logs",
    "settle_memory",
    "until_told_to_stop",
    "utc_now",
    "working",
]
