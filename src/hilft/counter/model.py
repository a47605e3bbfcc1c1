"""What the counter knows: the code somebody shows, the note that is being typed, who was here. Pure."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.cases import read_code
from hilft.ids import AccountId, AgentId, CaseId

LONGEST_NAME = 200
DRAFTED = ("note", "name")
"What is kept while it is typed."
_LONGEST_SHOWN = 500
_ADDRESS = re.compile(r"status\W*(\S.*)$", re.IGNORECASE | re.DOTALL)
_CODE_LETTERS = 7


@dataclass(frozen=True, slots=True)
class Draft:
    """What an agent typed at the counter and has not given to a case yet. A version is milliseconds since 1970."""

    name: str
    name_version: int
    text: str
    text_version: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that is with its case."""

    id: uuid.UUID
    account_id: AccountId
    agent_id: AgentId
    case_id: CaseId
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Visited:
    """Somebody who was at the counter lately."""

    code: str
    state: str
    customer: str
    kept_at: datetime


def code_in(shown: str) -> str | None:
    """Read the case code in what was typed, spoken, or read by a scanner: the code, or the address a QR code holds.

    A scanner types as a keyboard does, and where its layout is another one than the machine's, ``:/-`` come out as other
    characters and Y as Z; codes hold no Z, so nothing is lost by reading it as Y.
    """
    shown = shown.strip()[:_LONGEST_SHOWN]
    code = read_code(shown)
    if code is not None:
        return code
    found = _ADDRESS.search(shown)
    tail = found[1] if found else shown
    letters = "".join(each for each in tail.split("?")[0] if each.isascii() and each.isalnum()).upper()
    return (
        read_code(letters[:_CODE_LETTERS].replace("Z", "Y"))
        if found or len(letters) == _CODE_LETTERS
        else None
    )
