"""The team: who works here, which teams they form, how often each asks twice."""

from hilft.web.team.views import DOORS

__all__ = ["DOORS"]
