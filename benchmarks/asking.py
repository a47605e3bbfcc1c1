"""How long a draft is read for what it asks again: processor time per draft, the labelled drafts one after the other."""

import time

from benchmarks.figures import Figure, spread
from hilft.memory import asked_again
from tests.memory.asking.labelled import drafts


async def run() -> list[Figure]:
    labelled = [one for part in ("tune", "held") for one in drafts(part)]
    taken = []
    for one in labelled:
        started = time.process_time_ns()
        asked_again(one.draft, one.known)
        taken.append((time.process_time_ns() - started) / 1e6)
    mail = " ".join(one.draft for one in labelled[:40])
    started = time.process_time_ns()
    asked_again(mail, labelled[0].known)
    long = (time.process_time_ns() - started) / 1e6
    return [
        *spread("draft read for what it asks again", taken, "ms", target="<= 20"),
        Figure(f"mail of {len(mail)} characters read", long, "ms", target="<= 20"),
    ]
