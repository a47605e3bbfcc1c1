"""What has not arrived: held, unclear, refused."""

from hilft.web.outbox.views import DOORS

__all__ = ["DOORS"]
