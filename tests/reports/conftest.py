"""The desk of the cases' tests."""

from tests.cases.conftest import world

__all__ = ["world"]
