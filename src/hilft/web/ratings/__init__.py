"""What customers said when their case was solved, for those who lead; and where they are asked."""

from hilft.web.ratings.views import DOORS

__all__ = ["DOORS"]
