"""A brand's own numbers, devices and tariffs: what messages are read for, with a text to try it on."""

from hilft.web.patterns.views import DOORS

__all__ = ["DOORS"]
