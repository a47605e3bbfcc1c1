"""Real agents' turns, labelled by id: what each would ask again, were everything known. The texts stay where they are."""

import csv
from collections.abc import Iterator
from pathlib import Path

from tests.memory.asking.labelled import FULL, SHORT, Labelled, known

LABELS = Path(__file__).parent / "twcs.txt"
TOLD = known(FULL.replace("sy=dsl lamp blinking", "sy=connection drops"))


def turns(shared_data: Path) -> Iterator[Labelled]:
    """Give every labelled turn with its text out of the shared material."""
    with (shared_data / "twcs-telco" / "twcs_telco.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["tweet_id"]: row["text"] for row in csv.DictReader(file)}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        keys, *ids = line.split()
        again = frozenset(SHORT[key] for key in keys.split(",") if key != "-")
        for number in ids:
            yield Labelled("en_real", texts[number], TOLD, again)
