"""Options, variables, and a question only where somebody sits at a terminal."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from hilft.settings import Settings, from_environment

Command = TypeVar("Command", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data directory (HILFT_DATA).",
)
brand_option = click.option(
    "--brand", "brand_slug", default="", help="Short name of the brand, if there are several."
)


def settings_with(**given: object) -> Settings:
    """Read ``HILFT_*``, then let every option that was given override; raises ``UsageError``."""
    try:
        settings = from_environment()
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    return replace(settings, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def at_a_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    value: str | None,
    option: str,
    question: str,
    *,
    hidden: bool = False,
    twice: bool = True,
    default: str | None = None,
) -> str:
    """Give the value, else ask at a terminal, else the default; without any raise ``UsageError`` naming the option.

    ``twice``: a hidden answer is asked for twice, because nobody else can tell whether it was mistyped.
    """
    if value:
        return value
    if at_a_terminal():
        answer: str = click.prompt(
            question, hide_input=hidden, confirmation_prompt=hidden and twice, default=default, err=True
        )
        return answer
    if default is not None:
        return default
    raise click.UsageError(f"Missing option {option}: {question}.")
