"""The town's only memory on disk: one JSON line per happening, on disk before anybody hears of it."""

import asyncio
import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class TownInUse(Exception):
    """Another process has this town open."""


class LedgerDamaged(Exception):
    """A line in the middle of the ledger cannot be read."""


class LedgerFailed(Exception):
    """The disk refused a line; nothing is answered any more until a restart."""


class Ledger:
    """Append-only lines with one fsync for everybody who waits.

    Rows recorded without an await in between become one line, so a crash keeps all of them or none.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(folder / "town.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            os.close(self._lock)
            raise TownInUse(f"another process has the town in {folder} open") from taken
        path = folder / "ledger.jsonl"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._path = path
        self._rows: list[Row] = []
        self._bytes = bytearray()
        self._sealed = 0
        self._durable = 0
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._failure: OSError | None = None
        self.on_durable: Callable[[int], None] = lambda _position: None

    def replay(self) -> Iterator[Row]:
        """All rows so far. A torn last line (nobody was told of it) is cut off the file."""
        good = 0
        with self._path.open("rb") as lines:
            for line in lines:
                try:
                    rows = json.loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    rows = None
                if not isinstance(rows, list):
                    if _anything_readable(lines):
                        raise LedgerDamaged(f"{self._path} cannot be read at byte {good}")
                    break
                yield from rows
                good += len(line)
        if good < os.fstat(self._file).st_size:
            os.ftruncate(self._file, good)
            os.fsync(self._file)

    @property
    def position(self) -> int:
        """The line that rows recorded now belong to."""
        return self._sealed + bool(self._rows)

    def append(self, row: Row) -> None:
        if not self._rows:
            asyncio.get_running_loop().call_soon(self._seal)
        self._rows.append(row)

    async def settled(self) -> None:
        """Returns when everything recorded so far is on disk. Raises LedgerFailed."""
        self._seal()
        if self._failure is not None:
            raise LedgerFailed(str(self._failure))
        if self._durable >= self._sealed:
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self._sealed, done))
        await done

    async def close(self) -> None:
        with contextlib.suppress(LedgerFailed):
            await self.settled()
        if self._writer is not None:
            await self._writer
        os.close(self._file)
        os.close(self._lock)

    def _seal(self) -> None:
        if not self._rows:
            return
        self._bytes += json.dumps(self._rows, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._rows = []
        self._sealed += 1
        if self._writer is None or self._writer.done():
            self._writer = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._bytes and self._failure is None:
            chunk, upto = bytes(self._bytes), self._sealed
            self._bytes.clear()
            try:
                await asyncio.to_thread(self._to_disk, chunk)
            except OSError as failure:
                self._failure = failure
                self._release(failure=LedgerFailed(str(failure)))
                return
            self._durable = upto
            self.on_durable(upto)
            self._release()

    def _to_disk(self, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fsync(self._file)

    def _release(self, failure: LedgerFailed | None = None) -> None:
        waiting, self._waiting = self._waiting, []
        for target, done in waiting:
            if done.done():
                continue
            if failure is not None:
                done.set_exception(failure)
            elif target <= self._durable:
                done.set_result(None)
            else:
                self._waiting.append((target, done))


def _anything_readable(lines: Iterator[bytes]) -> bool:
    for line in lines:
        with contextlib.suppress(ValueError):
            if isinstance(json.loads(line), list):
                return True
    return False
