"""Free cases go to those who are here: to whoever has least, then to whoever has been without a new one longest."""

from hilft.rules.giving.jobs import Giving
from hilft.rules.giving.model import Choice, Taker, chosen

__all__ = ["Choice", "Giving", "Taker", "chosen"]
