"""The desk of the API's tests, as the live board sees it."""

from tests.api.conftest import house, office

__all__ = ["house", "office"]
