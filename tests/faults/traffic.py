"""The stream: people who write on the town square, an agent who answers; both remember what they said."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random

import httpx

from tests.faults.ground import Ground

MOST_THREADS = 12
_LAST_WORD = 0.03
"How likely it is that nobody goes on in a thread: cases of thousands of words are proven elsewhere."
_AGAIN_SECONDS = 0.1
_ACCEPTED = 201


@dataclass
class Said:
    """What was said: by citizens (uris), and by the agent and accepted by the desk (texts by case, in order)."""

    heard: list[str] = field(default_factory=list)
    answered: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def answers(self) -> int:
        return sum(len(texts) for texts in self.answered.values())


@dataclass
class Traffic:
    ground: Ground
    random: Random
    pause: float
    "Seconds between two words of one person, on average."
    said: Said = field(default_factory=Said)
    _stopping: bool = False

    @contextlib.asynccontextmanager
    async def flowing(self) -> AsyncIterator[None]:
        """Let everybody talk as long as the block lasts; what is being said is said to its end."""
        self._stopping = False
        tasks = [asyncio.create_task(self._citizen(0)), asyncio.create_task(self._citizen(1))]
        tasks += [asyncio.create_task(self._agent()), asyncio.create_task(self._hours())]
        try:
            yield
        finally:
            self._stopping = True
            await asyncio.gather(*tasks)

    async def _hours(self) -> None:
        while not self._stopping:
            await self.ground.let_hours_pass()
            await asyncio.sleep(0.3)

    async def _citizen(self, position: int) -> None:
        """Open threads and go on in them; the town never dies, so each word is said once."""
        threads: list[str] = []
        async with self.ground.citizen(position) as town:
            while not self._stopping:
                number = len(self.said.heard)
                form = {"status": f"@wattkabel_hilft Wort {number} von {position}"}
                place = self.random.randrange(MOST_THREADS)
                if place < len(threads):
                    form["in_reply_to_id"] = threads[place]
                answer = await town.post("/statuses", json=form)
                status = answer.raise_for_status().json()
                self.said.heard.append(status["uri"])
                if place < len(threads) and self.random.random() < _LAST_WORD:
                    del threads[place]
                elif place < len(threads):
                    threads[place] = status["id"]
                else:
                    threads.append(status["id"])
                await asyncio.sleep(self.random.uniform(0, 2 * self.pause))

    async def _agent(self) -> None:
        async with self.ground.desk("romina") as desk:
            while not self._stopping:
                codes = await self._codes(desk)
                for code in self.random.sample(codes, min(8, len(codes))):
                    await self._answer(desk, code)
                    await asyncio.sleep(self.random.uniform(0, 2 * self.pause))
                await asyncio.sleep(0.05)

    async def _codes(self, desk: httpx.AsyncClient) -> list[str]:
        with contextlib.suppress(httpx.HTTPError):
            answer = await desk.get("/cases")
            if answer.status_code == httpx.codes.OK:
                return [item["code"] for item in answer.json()["items"]]
        return []

    async def _answer(self, desk: httpx.AsyncClient, code: str) -> None:
        """Answer once; whoever gets no answer asks again with the same key, as a good program does."""
        text = f"Antwort {self.said.answers} Ende"
        body = {"text": text, "visibility": "public", "hold_seconds": 0}
        headers = {"Idempotency-Key": text.replace(" ", "-")}
        while True:
            with contextlib.suppress(httpx.HTTPError):
                answer = await desk.post(f"/cases/{code}/replies", json=body, headers=headers)
                if answer.status_code == _ACCEPTED:
                    self.said.answered[code].append(text)
                    return
                assert answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR, answer.text
            await asyncio.sleep(_AGAIN_SECONDS)
