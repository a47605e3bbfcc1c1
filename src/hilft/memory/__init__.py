"""What is known: facts with their source, so that nobody explains a problem twice."""

from hilft.memory.model import Found, Key, Known

__all__ = ["Found", "Key", "Known"]
