"""``make learn``: train both models and write them into the package; ``ARGS=--check`` tells how good they are.

Needs scikit-learn, which nothing else does. The same texts give the same models. ``--check`` leaves out one hand after the other and measures on it what was learnt from all others.
"""

import json
import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from hilft.memory import learned
from hilft.memory.learned.model import weight_of
from tools.learning.texts import Unit, units

STRENGTH = 20.0
"Inverse of the regularization, in scikit-learn's sense."
SEEN = 2
"A feature seen less often says nothing."
PLACE = Path(learned.__file__).parent
_FULL = 127
_LEAST = 3
"A weight smaller than this, of 127, changes nothing and would cost time."


def main() -> None:
    for what in ("asked", "told"):
        known = units(what)
        if "--check" in sys.argv:
            check(what, known)
        else:
            write(what, known)


class Trained:
    """One regression for each label."""

    def __init__(self, known: Sequence[Unit]) -> None:
        counted = Counter(feature for unit in known for feature in unit.features)
        self.features = sorted(feature for feature, count in counted.items() if count >= SEEN)
        self.columns = {feature: column for column, feature in enumerate(self.features)}
        self.labels = sorted({label for unit in known for label in unit.labels})
        rows = self.matrix(known)
        self.fits = [
            LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=100, random_state=0).fit(
                rows, [label in unit.labels for unit in known]
            )
            for label in self.labels
        ]

    def matrix(self, known: Sequence[Unit]) -> Any:
        ends, columns, values = [0], [], []
        for unit in known:
            seen = [self.columns[feature] for feature in sorted(unit.features) if feature in self.columns]
            columns += seen
            values += [weight_of(len(seen))] * len(seen)
            ends.append(len(columns))
        return csr_matrix((values, columns, ends), shape=(len(known), len(self.features)))

    def chances(self, known: Sequence[Unit]) -> Any:
        rows = self.matrix(known)
        return np.stack([fit.predict_proba(rows)[:, 1] for fit in self.fits], 1)


def write(what: str, known: Sequence[Unit]) -> None:
    """Write the file that ``hilft.memory.learned.model`` reads."""
    trained = Trained(known)
    scale = [float(np.abs(fit.coef_).max()) / _FULL for fit in trained.fits]
    whole = np.stack([np.rint(fit.coef_[0] / by) for fit, by in zip(trained.fits, scale, strict=True)], 1)
    whole[np.abs(whole) < _LEAST] = 0
    rows = sorted(
        (crc32(feature.encode()), row) for row, feature in enumerate(trained.features) if whole[row].any()
    )
    rows = [each for each, before in zip(rows, [(-1, -1), *rows], strict=False) if each[0] != before[0]]
    hashes, starts, whose, weights = array("I"), array("I", [0]), array("B"), array("b")
    for mark, row in rows:
        said = np.flatnonzero(whole[row])
        hashes.append(mark)
        whose.extend(int(label) for label in said)
        weights.extend(int(whole[row][label]) for label in said)
        starts.append(len(whose))
    head = {
        "labels": trained.labels,
        "bias": [round(float(fit.intercept_[0]), 5) for fit in trained.fits],
        "scale": [round(by, 8) for by in scale],
        "features": len(hashes),
        "weights": len(whose),
    }
    file = PLACE / f"{what}.bin"
    file.write_bytes(
        json.dumps(head).encode() + b"\n" + b"".join(map(bytes, (hashes, starts, whose, weights)))
    )
    print(
        f"{file.name}: {len(known):,} units, {len(hashes):,} features, {len(whose):,} weights, {file.stat().st_size:,} bytes"
    )


def check(what: str, known: Sequence[Unit]) -> None:
    """Print precision and recall on hands the models had not seen, by where the line is drawn."""
    right: dict[float, Counter[str]] = {at: Counter() for at in (0.2, 0.3, 0.4, 0.5, 0.6)}
    for hand in sorted({unit.hand for unit in known}):
        trained = Trained([unit for unit in known if unit.hand != hand])
        others = [unit for unit in known if unit.hand == hand]
        for unit, chances in zip(others, trained.chances(others), strict=True):
            for at, count in right.items():
                said = {label for label, chance in zip(trained.labels, chances, strict=True) if chance >= at}
                count.update(
                    right=len(said & unit.labels),
                    false=len(said - unit.labels),
                    missed=len(unit.labels - said),
                )
    for at, count in right.items():
        precision, recall = (
            count["right"] / (count["right"] + count[other]) for other in ("false", "missed")
        )
        print(f"{what} at {at}: precision {precision:.3f}, recall {recall:.3f} {dict(count)}")


if __name__ == "__main__":
    main()
