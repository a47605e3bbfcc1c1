"""``hilft channel new NAME`` and ``list``: for those who write one."""

from pathlib import Path

import click

from hilft import channels
from hilft.channels.scaffold import create
from hilft.cli.failure import Failed


@click.group()
def channel() -> None:
    """Kinds of networks: folders that can be added and deleted."""


@channel.command("list")
def list_channels() -> None:
    """List the installed channels."""
    for kind, manifest in channels.manifests().items():
        click.echo(f"{kind}  {manifest.title}")
    for name, reason in channels.broken().items():
        click.echo(f"{name}  cannot be loaded: {reason}", err=True)


@channel.command("new")
@click.argument("name")
@click.option(
    "--where",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("src/hilft/channels"),
    show_default=True,
    help="Folder in which the channel's folder is made.",
)
def new(name: str, where: Path) -> None:
    """Make the folder of a new channel, with everything the contract suite asks for."""
    try:
        made = create(name, where)
    except (ValueError, FileExistsError) as error:
        raise Failed(str(error)) from error
    for path in made:
        click.echo(path)
    click.echo(
        f'Next: add the entry point {name} = "hilft.channels.{name}:MANIFEST", then read docs/channels.md.'
    )
