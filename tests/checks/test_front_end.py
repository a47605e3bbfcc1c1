"""The front end stays small, server-rendered and our own."""

import ast
import gzip
import json
import re

import pytest

from tests.checks.source import HOUSE, python_files, strings_of
from tools.sizes import ROOT, committed
from tools.vendor import copies

PAGE_LIMIT = 100 * 1024
"Bytes of script and style of the agents' desk, compressed."
TAG = re.compile(r"<(?:div|span|p|a|ul|li|table|form|button|input|html|body)[\s>]")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)[^>]*>|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:",
    re.IGNORECASE,
)


def test_only_htmx_is_shipped() -> None:
    assert set(json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]) == {
        "htmx.org"
    }


def test_what_is_shipped_was_fetched() -> None:
    assert [target.name for target in copies().values() if not target.is_file()] == []


def test_script_and_style_of_the_desk_are_light() -> None:
    own = committed("src/hilft/web/static/*.js", "src/hilft/web/static/*.css")
    fetched = [target for target in copies().values() if target.suffix == ".js"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in own + fetched) <= PAGE_LIMIT


def test_no_html_is_built_in_python() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_files()
        if path.is_relative_to(HOUSE / "web")
        for line, text in strings_of(ast.parse(path.read_text(encoding="utf-8")))
        if TAG.search(text)
    ]
    assert not found, "\n".join(found)


# Shown under a policy of its own that lets styles be inline, as mails bring them, and nothing run.
_OWN_POLICY = {ROOT / "src/hilft/web/letter/page.html"}


def test_no_template_holds_script_or_style() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in committed("src/hilft/*.html")
        if path not in _OWN_POLICY
        and INLINE.search(re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
    ]
    assert not found, "the content security policy would block it: " + ", ".join(found)


@pytest.mark.parametrize(
    "html", ["<script>go()</script>", '<p style="color:red">', '<a onclick="x()">', "<style>"]
)
def test_inline_script_and_style_are_seen(html: str) -> None:
    assert INLINE.search(html)


@pytest.mark.parametrize("html", ['<script type="module" src="/static/x.js">', '<a data-on="x" href="/on">'])
def test_what_the_policy_allows_is_left_alone(html: str) -> None:
    assert not INLINE.search(html)
