"""The command line: every command works without a dialogue, every failure is one sentence on stderr."""

from hilft.cli.main import main

__all__ = ["main"]
