"""What is known of a case: the words for facts, and what an agent makes of them."""

from hilft.web.knowledge.views import DOORS

__all__ = ["DOORS"]
