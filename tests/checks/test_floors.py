"""Imports go down only, through front doors, and strangers stay strangers."""

import subprocess

import pytest

from tests.checks.floors import (
    RULES,
    Rule,
    crosses_the_street,
    dirties_a_model,
    passes_the_front_door,
    reads_settings,
)
from tests.checks.source import Import, imports_of, python_files
from tools.install import BIN
from tools.sizes import ROOT

WRONG: tuple[tuple[Rule, str, str], ...] = (
    (passes_the_front_door, "hilft.radar.actions", "hilft.cases.store"),
    (passes_the_front_door, "hilft.web.inbox.views", "hilft.cases.model"),
    (reads_settings, "hilft.outbox.jobs", "hilft.settings"),
    (crosses_the_street, "hilft.town.app", "hilft.ids"),
    (crosses_the_street, "hilft.app", "hilft.town"),
    (dirties_a_model, "hilft.cases.model", "hilft.db"),
)
RIGHT: tuple[tuple[Rule, str, str], ...] = (
    (passes_the_front_door, "hilft.radar.actions", "hilft.cases"),
    (passes_the_front_door, "hilft.cases.actions", "hilft.cases.store"),
    (passes_the_front_door, "hilft.accounts.model", "hilft.channels.contract"),
    (reads_settings, "hilft.cli.serve", "hilft.settings"),
    (crosses_the_street, "hilft.cli.demo", "hilft.town"),
    (dirties_a_model, "hilft.cases.store", "hilft.db"),
)


def test_import_linter_keeps_its_contracts() -> None:
    done = subprocess.run(
        [BIN / "lint-imports", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_nobody_breaks_a_rule_of_the_house(rule: Rule) -> None:
    broken = [str(found) for path in python_files() for found in imports_of(path) if rule(found)]
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


@pytest.mark.parametrize(("rule", "importer", "module"), WRONG)
def test_a_wrong_import_is_seen(rule: Rule, importer: str, module: str) -> None:
    assert rule(Import(importer, module, 1))


@pytest.mark.parametrize(("rule", "importer", "module"), RIGHT)
def test_a_right_import_is_left_alone(rule: Rule, importer: str, module: str) -> None:
    assert not rule(Import(importer, module, 1))
