"""One line of the timeline."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hilft.ids import AgentId


class Subject(StrEnum):
    """What a line is about."""

    CASE = "case"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Entry:
    """``kind`` is a dotted verb (``case.claimed``); ``refs`` holds ids and numbers only."""

    id: uuid.UUID
    subject_id: uuid.UUID
    kind: str
    at: datetime
    agent_id: AgentId | None
    refs: dict[str, Any]
