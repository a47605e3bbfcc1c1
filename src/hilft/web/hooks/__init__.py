"""Where networks knock by themselves: ``POST /hooks/<channel>/<account id>``.

Verified by the channel, stored, and only then answered. No session, no page, no form; a plain ASGI application in front
of the desk, because each of these requests has to be cheap.
"""

from hilft.web.hooks.door import Hooks

__all__ = ["Hooks"]
