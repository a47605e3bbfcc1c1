"""Nobody reads a text in the wrong language: every text has a German translation with the same placeholders."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from tools.messages import LOCALES, forms, problems, read, texts

GERMAN = LOCALES / "de/LC_MESSAGES/hilft.po"


def placeholders(text: str) -> set[str]:
    """Give the names in ``{name}`` and ``%(name)s``."""
    named = set(re.findall(r"%\((\w+)\)", text))
    try:
        return named | {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:  # a lone brace is text
        return named


def faults(template: Catalog, catalog: Catalog) -> list[str]:
    """Give a sentence for each text that is missing, fuzzy, empty or has other placeholders than the original."""
    return [
        f"{message.id}: {fault}"
        for message in template
        if message.id and (fault := _fault(message, catalog.get(_first(message), message.context)))
    ]


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _fault(original: Message, translated: Message | None) -> str:
    if translated is None:
        return "missing (run `make messages`)"
    if translated.fuzzy:
        return "fuzzy"
    spoken = forms(translated)
    if not all(spoken):
        return "not translated"
    # A plural's last form must name what the original's last form names; "one" may spell the number out.
    wanted = placeholders(original.id if isinstance(original.id, str) else original.id[-1])
    given = placeholders(spoken[-1])
    return "" if wanted == given else f"placeholders {sorted(given)} instead of {sorted(wanted)}"


def test_every_text_speaks_german() -> None:
    found = faults(texts(), read(GERMAN))
    assert not found, "\n".join(found)


def test_every_problem_says_a_sentence() -> None:
    bad = [f"{place}:{line} {text}" for place, line, text in problems() if not re.search(r"[.?!…}]$", text)]
    assert not bad, "\n".join(bad)


def test_problems_are_found_in_the_sources() -> None:
    assert "You may not do this." in {text for _, _, text in problems()}


@pytest.mark.parametrize(
    ("german", "fault"),
    [
        ("", "not translated"),
        ("Noch Zeichen.", "placeholders"),
        ("Noch {zahl} Zeichen.", "placeholders"),
    ],
)
def test_a_bad_translation_is_seen(german: str, fault: str) -> None:
    template, catalog = Catalog(), Catalog(locale="de")
    template.add("{count} characters left.")
    catalog.add("{count} characters left.", german)
    assert fault in faults(template, catalog)[0]


def test_a_missing_and_a_fuzzy_translation_are_seen() -> None:
    template, catalog = Catalog(), Catalog(locale="de")
    template.add("Send")
    template.add("Undo")
    catalog.add("Undo", "Zurück", flags=["fuzzy"])
    assert len(faults(template, catalog)) == 2


def test_a_good_translation_passes() -> None:
    template, catalog = Catalog(), Catalog(locale="de")
    template.add(("%(num)s case", "%(num)s cases"))
    catalog.add(("%(num)s case", "%(num)s cases"), ("ein Fall", "%(num)s Fälle"))
    assert not faults(template, catalog)
