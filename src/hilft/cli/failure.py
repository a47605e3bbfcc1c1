"""From whatever went wrong to one sentence on stderr and an exit code; a stack trace only for our own mistakes."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click
import uvloop

from hilft.channels import ChannelError
from hilft.problems import Problem

Result = TypeVar("Result")

_NO_SPACE = 28


class Failed(click.ClickException):
    """Something outside the program is wrong: exit code 1, the sentence, nothing else."""

    exit_code = 1


def run(work: Coroutine[Any, Any, Result], *, fast: bool = False) -> Result:
    """Run a command's coroutine; problems become sentences. ``fast``: on uvloop, for what serves."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop if fast else None) as runner:
            return runner.run(work)
    except KeyboardInterrupt:
        raise click.Abort from None
    except BaseExceptionGroup as group:
        told = [sentence_of(error) for error in _leaves(group)]
        if None in told:
            raise
        raise Failed("\n".join(dict.fromkeys(filter(None, told)))) from group
    except Exception as error:
        told_once = sentence_of(error)
        if told_once is None:
            raise
        raise Failed(told_once) from error


def sentence_of(error: BaseException) -> str | None:
    """Give what a person should read, None for a mistake of our own."""
    if isinstance(error, Problem):
        return error.sentence()
    if isinstance(error, ChannelError):
        return f"The network says: {error}"
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}." + (
            " Make room and try again." if error.errno == _NO_SPACE else ""
        )
    return None


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    leaves: list[BaseException] = []
    for error in group.exceptions:
        leaves += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return leaves
