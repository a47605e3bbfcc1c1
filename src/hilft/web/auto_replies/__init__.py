"""What the desk says by itself while nobody is there, by account."""

from hilft.web.auto_replies.views import DOORS

__all__ = ["DOORS"]
