"""Counts what came of every hint "already asked", so that the asked-twice rate can be told."""

from hilft.memory.counting.actions import asked_rates, note_asked
from hilft.memory.counting.model import AskedBy, AskedRate, Outcome
from hilft.memory.counting.problems import NoReason

__all__ = ["AskedBy", "AskedRate", "NoReason", "Outcome", "asked_rates", "note_asked"]
