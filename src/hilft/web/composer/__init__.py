"""Where agents write: modes in words, exact count, drafts, send and undo. No live update ever comes here."""

from hilft.web.composer.views import DOORS

__all__ = ["DOORS"]
