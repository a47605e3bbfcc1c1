"""``hilft``: the list of commands."""

from importlib.metadata import version as version_of

import click

from hilft.cli.accounts import account
from hilft.cli.agents import agent, token
from hilft.cli.backups import backup, restore
from hilft.cli.channels import channel
from hilft.cli.copies import confirm_only_copy
from hilft.cli.database import migrate
from hilft.cli.demo import demo
from hilft.cli.doctor import doctor
from hilft.cli.first import init
from hilft.cli.memory import memory
from hilft.cli.receipts import receipts
from hilft.cli.reports import reports
from hilft.cli.running import serve, work
from hilft.cli.upgrading import upgrade_database


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Run a social service desk. Settings are HILFT_* variables; options override them."""


@click.command()
def version() -> None:
    """Print the version."""
    click.echo(version_of("hilft"))


for command in (
    demo,
    init,
    serve,
    work,
    migrate,
    backup,
    restore,
    confirm_only_copy,
    upgrade_database,
    doctor,
    agent,
    token,
    account,
    channel,
    receipts,
    memory,
    reports,
    version,
):
    main.add_command(command)
