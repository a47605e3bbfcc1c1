"""A real post office on loopback: postfix and dovecot with settings of their own, in a folder of their own.

Two domains are at home here, the brand's and the customers'; everything else is refused, so that nothing ever leaves.
"""

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template

import psutil

from tests.channels.email.certificates import Certificates, make_certificates

BRAND, TOWN = "wattkabel.example", "nordnetz.example"
PASSWORD = "geheim und lang"
PEOPLE = (f"service@{BRAND}", f"info@{BRAND}", f"otto@{TOWN}", f"mia@{TOWN}", f"full@{TOWN}", f"chef@{TOWN}")
_SBIN = "/usr/sbin"
_PREFIX = "hilft-post-"
_HERE = Path(__file__).parent / "settings"


def missing() -> str:
    """Say why the servers cannot be started here; empty: they can."""
    if os.geteuid() != 0:
        return "postfix is started by root only"
    if not shutil.which("postfix", path=_SBIN) or not shutil.which("dovecot", path=_SBIN):
        return "postfix and dovecot are not installed"
    return ""


@dataclass
class PostOffice:
    """Both servers; ports are free ones of this machine."""

    folder: Path
    certificates: Certificates
    ports: dict[str, int]

    @staticmethod
    def prefix() -> str:
        """Give the beginning of the folder's name: it says whose it is."""
        return f"{_PREFIX}{os.getpid()}-"

    @classmethod
    def build(cls, folder: Path) -> "PostOffice":
        """Write the settings; nothing runs yet."""
        folder.chmod(0o755)
        office = cls(folder, make_certificates(folder), {name: free_port() for name in _PORTS})
        nobody = pwd.getpwnam("nobody")
        values = {"folder": folder, "uid": nobody.pw_uid, "gid": nobody.pw_gid, **office.ports}
        for name in ("dovecot.conf", "oauth2.conf", "main.cf", "master.cf"):
            target = folder / ("postfix" if name.endswith(".cf") else "dovecot") / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(Template((_HERE / name).read_text()).substitute(values))
        shutil.copy("/etc/postfix/postfix-files", folder / "postfix")
        (folder / "postfix/dynamicmaps.cf").touch()
        for name in ("mail", "run", "state", "queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "mail", "nobody", nobody.pw_gid)
        shutil.chown(folder / "data", "postfix")
        (folder / "users").write_text("".join(_line(person, nobody) for person in PEOPLE))
        return office

    def start(self) -> None:
        self.start_imap()
        self.start_smtp()

    def start_imap(self) -> None:
        _run([f"{_SBIN}/dovecot", "-c", str(self.folder / "dovecot/dovecot.conf")])
        for name in ("imap", "imaps", "lmtp"):
            wait_for(self.ports[name])

    def stop_imap(self) -> None:
        """Stop it with everybody in it: dovecot lets those who are signed in stay."""
        master = int((self.folder / "run/master.pid").read_text())
        staff = psutil.Process(master).children(recursive=True)
        _run([f"{_SBIN}/dovecot", "-c", str(self.folder / "dovecot/dovecot.conf"), "stop"])
        for process in staff:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(staff, timeout=10)

    def start_smtp(self) -> None:
        _run([f"{_SBIN}/postfix", "-c", str(self.folder / "postfix"), "start"])
        for name in ("smtp", "smtps"):
            wait_for(self.ports[name])

    def stop_smtp(self) -> None:
        _run([f"{_SBIN}/postfix", "-c", str(self.folder / "postfix"), "stop"])

    def stop(self) -> None:
        for stop in (self.stop_smtp, self.stop_imap):
            with suppress(subprocess.CalledProcessError, OSError, psutil.NoSuchProcess):
                stop()

    def post(self, sender: str, to: str, mail: bytes) -> None:
        """Send a mail as somebody on the internet would: unsigned, to one of our domains."""
        with smtplib.SMTP("127.0.0.1", self.ports["smtp"], timeout=20) as server:
            server.sendmail(sender, [to], mail)

    def change_password(self, person: str, password: str) -> None:
        """Let somebody have another password, as an administrator of the provider would."""
        users = self.folder / "users"
        changed = [
            f"{person}:{{PLAIN}}{password}:{line.split(':', 2)[2]}" if line.startswith(f"{person}:") else line
            for line in users.read_text().splitlines()
        ]
        users.write_text("\n".join(changed) + "\n")
        time.sleep(2)  # for so long dovecot believes what it read before

    def maildir(self, person: str) -> Path:
        return self.folder / "mail" / person

    def put(self, person: str, mails: list[bytes], *, seen: bool = False) -> None:
        """Lay mails straight into somebody's mailbox, as a server that was up all the while would have."""
        place = self.maildir(person) / ("cur" if seen else "new")
        for name in ("cur", "new", "tmp"):
            (self.maildir(person) / name).mkdir(parents=True, exist_ok=True)
        started = time.time_ns()
        for number, mail in enumerate(mails):
            (place / f"{started + number}.M{number}.town{':2,S' if seen else ''}").write_bytes(mail)
        for path in (self.maildir(person), *self.maildir(person).rglob("*")):
            shutil.chown(path, "nobody", "nogroup")


_PORTS = ("imap", "imaps", "lmtp", "auth", "oauth", "smtp", "smtps", "policy")


def _line(person: str, nobody: pwd.struct_passwd) -> str:
    rule = "userdb_quota_rule=*:bytes=2000" if person.startswith("full@") else ""
    return f"{person}:{{PLAIN}}{PASSWORD}:{nobody.pw_uid}:{nobody.pw_gid}::/nowhere::{rule}\n"


def sweep() -> None:
    """End what test runs that were killed have left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            PostOffice(folder, Certificates(""), {}).stop()
            shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


def _run(command: list[str]) -> None:
    # Not captured: the servers would keep the pipe open for as long as they live.
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, timeout=30, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 - the servers
