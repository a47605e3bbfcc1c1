"""The live board for leads, and the lists behind its tiles."""

from hilft.web.board.looking import look
from hilft.web.board.views import DOORS

__all__ = ["DOORS", "look"]
