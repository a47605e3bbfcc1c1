"""One line of the timeline."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

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


Ref: TypeAlias = str | int | uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is to be written, of nobody's doing; ``refs`` are ids and numbers only."""

    subject_id: uuid.UUID
    kind: str
    at: datetime
    refs: Mapping[str, Ref]
