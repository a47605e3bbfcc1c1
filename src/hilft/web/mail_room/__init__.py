"""Letters: put into the desk, printed and posted."""

from hilft.web.mail_room.views import DOORS

__all__ = ["DOORS"]
