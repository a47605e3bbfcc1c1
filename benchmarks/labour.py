"""The processor time that some processes have had: what a request costs, however busy the machine is meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labour:
    """Counts for these processes; Linux only (``/proc/…/schedstat``, nanoseconds on a processor)."""

    pids: Sequence[int]

    def milliseconds(self) -> float:
        return sum(int(self._stat(pid).split()[0]) for pid in self.pids) / 1_000_000

    @staticmethod
    def _stat(pid: int) -> str:
        return Path(f"/proc/{pid}/schedstat").read_text()
