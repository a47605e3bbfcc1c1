"""The house across the street: a small social network for demo and tests.

It speaks the Mastodon client API (4.3) and keeps a ledger on disk that survives any crash. It knows nothing of
hilft, and nobody but the command line and the tests knows it.
"""

from hilft.town.acts.seeding import seed
from hilft.town.building import build
from hilft.town.ledger import LedgerDamaged, LedgerFailed, TownInUse
from hilft.town.opening import Town, open_town
from hilft.town.settings import Seed, TownSettings

__all__ = [
    "LedgerDamaged",
    "LedgerFailed",
    "Seed",
    "Town",
    "TownInUse",
    "TownSettings",
    "build",
    "open_town",
    "seed",
]
