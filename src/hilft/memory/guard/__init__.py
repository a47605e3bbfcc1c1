"""Personal data in texts: found before a public text leaves, and in what customers post themselves."""

from hilft.memory.guard.actions import (
    disclose,
    disclosures_of,
    exposures_of,
    look_for_exposures,
    ours_of,
    settle_exposures,
)
from hilft.memory.guard.finding import personal_data
from hilft.memory.guard.model import Disclosure, Exposure, Kind, OwnNumber, Personal

__all__ = [
    "Disclosure",
    "Exposure",
    "Kind",
    "OwnNumber",
    "Personal",
    "disclose",
    "disclosures_of",
    "exposures_of",
    "look_for_exposures",
    "ours_of",
    "personal_data",
    "settle_exposures",
]
