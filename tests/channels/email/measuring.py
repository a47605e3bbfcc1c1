"""How well replies are parted, measured on the public samples beside the project, one row a folder."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

from hilft.channels.email.plaintext import plain
from hilft.channels.email.trim import Trimmed, trim


@dataclass
class Score:
    """What was expected and what came right; ``wrong`` names the rest."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / (self.right + len(self.wrong))

    def count(self, name: str, *, right: bool) -> None:
        if right:
            self.right += 1
        else:
            self.wrong.append(name)


def loose(text: str) -> str:
    """Compare words and signs, not blanks; an initial or a bar marks a quote like `>`."""
    return " ".join(re.sub(r"(?m)^(?:[A-Za-z]{1,10}>|\|)", ">", text).split())


def trimmer(mail: Path) -> tuple[Score, Score]:
    """Both parts of every mail of email_reply_trimmer: kept, cut."""
    folder, kept, cut = mail / "email_reply_trimmer", Score(), Score()
    for path in sorted((folder / "emails").iterdir()):
        parted = trim(_text(path))
        reply = parted.reply or ("" if _introduced(parted) else parted.folded)
        kept.count(path.name, right=loose(reply) == loose(_text(folder / "trimmed" / path.name)))
        rest = parted.folded if reply != parted.folded else ""
        cut.count(path.name, right=loose(rest) == loose(_text(folder / "elided" / path.name)))
    return kept, cut


def _introduced(parted: Trimmed) -> bool:
    return "wrote:" in parted.folded


def crisp(mail: Path) -> Score:
    return _checks(mail / "crisp")


def zapier(mail: Path) -> Score:
    return _checks(mail / "zapier")


def talon(mail: Path) -> Score:
    folder, score = mail / "talon", Score()
    for test in json.loads((folder / "expected.json").read_text("utf-8"))["tests"]:
        path = folder / test["file"]
        if "signature" in test:
            parted = trim(_text(path), _text(folder / test["sender"]).strip())
            signed = parted.folded
            score.count(test["file"], right=loose(signed) == loose(_text(folder / test["signature"])))
        elif test["part"] == "text/html":
            reply = trim(plain(_text(path))).unquoted
            wanted = test["reply_without_whitespace_is"]
            score.count(test["file"], right="".join(reply.split()) == wanted)
        else:
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            assert body is not None
            parted = trim(str(body.get_content()))
            score.count(test["file"], right=loose(parted.unquoted) == loose(_named_text(folder, test)))
    return score


def _named_text(folder: Path, test: dict[str, Any]) -> str:
    named = test.get("reply_stripped_is")
    return named if named is not None else _text(folder / test["reply_file"])


def _checks(folder: Path) -> Score:
    score = Score()
    for test in json.loads((folder / "expected.json").read_text("utf-8"))["tests"]:
        text = _text(folder / test["file"])
        started = time.perf_counter()
        parted = trim(text)
        seconds = time.perf_counter() - started
        hidden = next(
            (each["hidden"] for each in test["checks"] if "hidden" in each and "fragment" not in each), None
        )
        for number, check in enumerate(test["checks"]):
            for judge in _judges(check, hidden):
                score.count(f"{test['test']}[{number}] {check}", right=judge(parted, seconds))
    return score


Judge = Callable[[Trimmed, float], bool]


def _judges(check: dict[str, Any], hidden: list[bool] | None) -> Iterator[Judge]:
    """Turn what an expectation says about kept and cut text into judgements; counts of fragments say nothing of that."""
    for key, whole in _WHOLE.items():
        if key in check:
            yield partial(_judge_whole, whole, check[key])
    fragment = check.get("fragment")
    if fragment is None or not (fragment == 0 or hidden):
        return
    cut = hidden[fragment] if hidden else False
    for key, finds in _FRAGMENT.items():
        if key in check:
            yield partial(_judge_fragment, finds, check[key], cut)


def _judge_whole(whole: "Whole", wanted: object, parted: Trimmed, seconds: float) -> bool:
    return whole(parted, seconds, wanted)


def _judge_fragment(finds: "Finds", wanted: object, cut: bool, parted: Trimmed, _: float) -> bool:
    return finds(parted.folded if cut else parted.reply or parted.folded, wanted)


Whole = Callable[[Trimmed, float, Any], bool]
Finds = Callable[[str, Any], bool]


def _says(parted: Trimmed, _: float, wanted: str) -> bool:
    return loose(parted.reply) == loose(wanted)


_WHOLE: dict[str, Whole] = {
    "visible_text_is": _says,
    "visible_text_stripped_is": _says,
    "reply_is": _says,
    "reply_stripped_is": _says,
    "reply_contains": lambda parted, _, wanted: wanted in parted.reply,
    "reply_does_not_contain": lambda parted, _, wanted: wanted not in parted.reply,
    "max_seconds": lambda _, seconds, wanted: seconds < wanted,
}
_FRAGMENT: dict[str, Finds] = {
    "text_is": lambda text, wanted: loose(text) == loose(wanted),
    "text_stripped_is": lambda text, wanted: loose(text) == loose(wanted),
    "matches": lambda text, wanted: re.search(wanted, text) is not None,
    "contains": lambda text, wanted: wanted in text,
}


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def table(mail: Path) -> dict[str, Score]:
    """Give every row of the table in docs/channels/email.md."""
    kept, cut = trimmer(mail)
    return {
        "email_reply_trimmer, kept": kept,
        "email_reply_trimmer, cut": cut,
        "crisp": crisp(mail),
        "zapier": zapier(mail),
        "talon": talon(mail),
    }
