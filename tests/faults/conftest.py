"""How long the proof takes: short in ``make test``, long in ``make prove`` (HILFT_PROVE=1)."""

import os

import pytest


@pytest.fixture(scope="session")
def prove() -> bool:
    """Whether this is the long form."""
    return os.environ.get("HILFT_PROVE") == "1"
