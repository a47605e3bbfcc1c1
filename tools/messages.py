"""Collects every text a person sees into the catalogues: ``python -m tools.messages``.

Texts are the arguments of gettext's functions in code and templates, and the docstrings of the subclasses of
``hilft.problems.Problem``. The town square speaks for itself and is left out. Catalogues are ``.po`` files only.
"""

import ast
import inspect
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from tools.sizes import ROOT, committed

LOCALES = ROOT / "src/hilft/web/locale"
DOMAIN = "hilft"
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract", ".xml": "jinja2.ext:babel_extract"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def texts() -> Catalog:
    """Collect the template catalogue of the sources as they are now."""
    catalog = Catalog(project="hilft", domain=DOMAIN, charset="utf-8")
    for path in sources():
        place = str(path.relative_to(ROOT))
        with path.open("rb") as source:
            found = extract(METHODS[path.suffix], source, KEYWORDS, ("Translators:",), {"silent": "false"})
            for line, message, comments, context in found:
                catalog.add(message, None, [(place, line)], auto_comments=comments, context=context)
    for place, line, sentence in problems():
        catalog.add(sentence, None, [(place, line)])
    return catalog


def sources() -> list[Path]:
    patterns = [f"src/hilft/*{suffix}" for suffix in METHODS]
    return [path for path in committed(*patterns) if not path.is_relative_to(ROOT / "src/hilft/town")]


def problems() -> Iterator[tuple[str, int, str]]:
    """Give place, line and sentence of every business error: its docstring is what a person reads."""
    classes = [
        (str(path.relative_to(ROOT)), node)
        for path in sources()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    known = {"Problem"}
    while more := {node.name for _, node in classes if _bases(node) & known} - known:
        known |= more
    for place, node in classes:
        sentence = " ".join(inspect.cleandoc(ast.get_docstring(node) or "").split())
        if node.name in known and sentence:
            yield place, node.lineno, sentence


def _bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).rpartition(".")[2] for base in node.bases}


def catalogues() -> list[Path]:
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.parts[-3], domain=DOMAIN, abort_invalid=True)


def forms(text: Message) -> list[str]:
    """Give the translation's forms: one, or as many as the language has for a plural; '' where one is missing."""
    return [text.string or ""] if not isinstance(text.string, list | tuple) else list(text.string)


def update(path: Path, template: Catalog) -> int:
    """Bring one catalogue up to date, keeping its translations; give how many are missing."""
    catalog = read(path)
    catalog.update(template, no_fuzzy_matching=True)
    written = BytesIO()
    write_po(written, catalog, width=110, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    path.write_bytes(written.getvalue())
    return sum(not all(forms(text)) for text in catalog if text.id)


def main() -> None:
    template = texts()
    if not catalogues():
        print(
            f"{len(template)} texts, and no catalogue: make {LOCALES.relative_to(ROOT)}/de/LC_MESSAGES/{DOMAIN}.po"
        )
    for path in catalogues():
        print(
            f"{path.relative_to(ROOT)}: {len(template)} texts, {update(path, template)} without translation"
        )


if __name__ == "__main__":
    main()
