"""One frozen object with everything the operator can set; read by the doors (cli, app) and nobody else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided; each field is ``HILFT_`` plus its name in capitals (docs/settings.md)."""

    data: Path = Path("var/hilft")
    "Folder of the embedded database, attachments, key file."
    database_url: str = field(default="", repr=False)
    "An own PostgreSQL (libpq URL, several hosts allowed); empty: the embedded server."
    postgres_bin: str = ""
    "Folder of other PostgreSQL binaries for the embedded server."
    postgres_user: str = ""
    "Unprivileged system user that runs the embedded server when hilft is started as root."
    secret_key: str = field(default="", repr=False)
    "Key that seals secrets (at least 32 characters); empty: a key file of mode 600 in the data folder."
    host: str = "127.0.0.1"
    "Address the desk listens on."
    port: int = 8480
    "Port the desk listens on."
    public_url: str = ""
    "Address under which people reach the desk, for links; empty: http://host:port."
    allow_loopback: bool = False
    "Whether addresses given from outside may point at this machine (demo and tests only)."
    receipts_days: int = 90
    "How long raw receipts are kept after they were digested, in days, never longer than erase_days; also the log of sending."
    erase_days: int = 30
    "How long a text that its author deleted is kept hidden before it is erased, in days."
    reopen_days: int = 14
    "Within how many days after solving a customer's message reopens the case."
    undo_seconds: int = 10
    "How long an answer is held back so that it can be undone, in seconds."
    propose_url: str = ""
    "Endpoint that speaks OpenAI's chat completions and may propose facts, without /chat/completions; empty: none."
    propose_model: str = ""
    "Model to ask there."
    propose_key: str = field(default="", repr=False)
    "Bearer key for the endpoint."
    log_json: bool = False
    "Whether log lines are JSON."

    @property
    def origin(self) -> str:
        """The desk's own address without a trailing slash."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read ``HILFT_*``; unknown names are left alone, a malformed value raises ``ValueError`` naming it."""
    given = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for name, default in ((f, getattr(Settings(), f)) for f in Settings.__dataclass_fields__):
        text = given.get(f"HILFT_{name.upper()}")
        if text is not None:
            values[name] = _parse(f"HILFT_{name.upper()}", text, default)
    return Settings(**values)  # type: ignore[arg-type]  # each value was parsed by its field's default


def _parse(name: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in {"0", "1", "true", "false", "yes", "no", ""}:
            raise ValueError(f"{name} must be yes or no, not {text!r}")
        return text.lower() in {"1", "true", "yes"}
    if isinstance(default, int):
        if not text.isdecimal():
            raise ValueError(f"{name} must be a whole number, not {text!r}")
        return int(text)
    return Path(text) if isinstance(default, Path) else text
