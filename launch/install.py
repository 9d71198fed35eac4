"""Makes .venv and keeps its packages as pinned; runs before they exist: stdlib only."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDS = {
    "run": ("requirements.txt",),
    "dev": ("requirements.txt", "requirements-dev.txt"),
}


def main(purpose: str) -> int:
    """Install what the purpose needs, "run" or "dev", unless it is there already."""
    VENV.mkdir(exist_ok=True)
    holder = os.open(VENV, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)  # make run and make test may start together
    if not _fits() and not _make():
        return 1
    needed = NEEDS[purpose]
    if all(_is_installed(name) for name in needed):
        return 0
    print(
        "Installing Python packages; the first time this takes some minutes…",
        flush=True,
    )
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input"]
    if _run([*pip, "--requirement", needed[-1]]) != 0:
        print("The packages could not be installed, see above.", flush=True)
        return 1
    for name in needed:
        _stamp(name).write_text(_digest(name))
    return 0


def _fits() -> bool:
    """Tell whether .venv works, has pip and is of this Python's version."""
    code = "import pip, sys; print(*sys.version_info[:2])"
    try:
        said = subprocess.run(  # noqa: S603 - our own Python
            [str(PYTHON), "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return said.returncode == 0 and said.stdout.split() == [
        *map(str, sys.version_info[:2])
    ]


def _make() -> bool:
    if importlib.util.find_spec("ensurepip") is None and not _install_ensurepip():
        return False
    return _run([sys.executable, "-m", "venv", "--clear", str(VENV)]) == 0


def _install_ensurepip() -> bool:
    """Debian keeps what makes virtual environments in a package of its own."""
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if os.getuid() == 0 and shutil.which("apt-get"):
        print(
            f"Installing {package}, which makes virtual environments (apt-get)…",
            flush=True,
        )
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _run(["apt-get", "-qq", "update"])
        if _run(["apt-get", "-qq", "install", "--yes", package]) == 0:
            return True
    print(
        "This Python cannot make a virtual environment. Install it:\n"
        f"    apt-get install {package}\n"
        "or name another Python: make run PYTHON=/path/to/python3.11"
    )
    return False


def _is_installed(name: str) -> bool:
    return _stamp(name).exists() and _stamp(name).read_text() == _digest(name)


def _stamp(name: str) -> Path:
    return VENV / f"{name}.installed"


def _digest(name: str) -> str:
    return hashlib.sha256((PROJECT / name).read_bytes()).hexdigest()


def _run(command: Sequence[str]) -> int:
    return subprocess.run(  # noqa: S603 - our own commands
        command, cwd=PROJECT, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
