"""Word that something changed: topics go out after the commit, waiting pages are woken. Never data, never an order.

A lost nudge costs only delay: whoever waits also looks by itself at a slow beat.
"""

from hilft.live.contract import Fanout, Subscription, Topic, Wake
from hilft.live.hub import Hub
from hilft.live.nudger import Nudger

__all__ = ["Fanout", "Hub", "Nudger", "Subscription", "Topic", "Wake"]
