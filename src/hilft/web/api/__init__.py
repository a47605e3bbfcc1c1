"""The JSON door: bearer tokens in, problem details out, the same verbs and the same permission as the pages.

Mounted under ``/api``; OpenAPI at ``/api/openapi.json``. docs/api.md tells it to people.
"""

from hilft.web.api.details import on_problem
from hilft.web.api.door import api

__all__ = ["api", "on_problem"]
