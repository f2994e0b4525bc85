"""Prepare .venv: the first thing that runs on a stranger's machine, before anything is installed.

It must at least start under an old Python (3.6) to be able to say that it is too old: hence the
quoted types, and nothing but the standard library. The second time it costs one hash.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

OLDEST = (3, 11)
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11")
# Debian leaves ensurepip out of its python3 package, and `python -m venv` fails without it.
PROBE = "import sys; print(*sys.version_info[:2]); import venv, ensurepip; print('venv')"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOG = os.path.join("var", "log", "install.log")


class Unfit(Exception):
    """Why Chimera cannot be set up here, in one sentence that says what to do."""


class Python(NamedTuple):
    """One interpreter of this machine."""

    path: str
    version: "tuple[int, int]"
    has_venv: bool


def check_platform(platform: str) -> None:
    """Only Linux and macOS are supported."""
    if not is_supported(platform):
        raise Unfit(f"Chimera runs on Linux and macOS, not on {platform}: use WSL 2 or a container")


def is_supported(platform: str) -> bool:
    """Whether the launcher knows this system."""
    return platform.startswith(("linux", "darwin"))


def choose(pythons: "Iterable[Python]", has_uv: bool) -> Python:
    """The first interpreter that is new enough and can make a virtual environment.

    uv makes one without the venv module.
    """
    seen: list[Python] = []
    suitable: list[Python] = []
    for python in pythons:
        seen.append(python)
        if python.version >= OLDEST:
            suitable.append(python)
            if python.has_venv or has_uv:
                return python
    raise _no_venv(suitable[0]) if suitable else _too_old(seen)


def _too_old(seen: "list[Python]") -> Unfit:
    found = " and ".join("{}.{} ({})".format(*p.version, p.path) for p in seen) or "none"
    return Unfit(
        f"Python 3.11 or newer is needed, found {found}: install one from your package"
        " manager or https://www.python.org/downloads/ and run make again"
    )


def _no_venv(python: Python) -> Unfit:
    name = "python{}.{}".format(*python.version)
    return Unfit(
        f"{python.path} has no venv module: on Debian or Ubuntu run"
        f" `sudo apt install {name}-venv`, then make again"
    )


def pythons_here() -> "Iterable[Python]":
    """The Python that runs this, then the named ones on PATH."""
    named = (shutil.which(name) for name in OTHER_PYTHONS)
    for path in (sys.executable, *named):
        python = probe(path) if path else None
        if python:
            yield python


def probe(path: str) -> "Python | None":
    """What an interpreter is and has; None if it does not run (a pyenv shim of nothing)."""
    try:
        answer = subprocess.run(
            [path, "-I", "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        words = answer.stdout.decode().split()
        return Python(path, (int(words[0]), int(words[1])), words[2:] == ["venv"])
    except (OSError, ValueError, IndexError):
        return None


def digest(extra: str, root: str) -> str:
    """What an installation depends on: the project file, the extra and where the project lies."""
    with open(os.path.join(root, "pyproject.toml"), "rb") as file:
        content = file.read()
    return hashlib.sha256(content + extra.encode() + b"\0" + root.encode()).hexdigest()


def is_installed(extra: str, root: str) -> bool:
    """True if this extra, or `dev` which contains all, was installed whole from this project."""
    if not os.path.exists(os.path.join(root, ".venv", "bin", "python")):
        return False
    return any(_stamp_of(root, one) == digest(one, root) for one in {extra, "dev"})


def write_stamp(root: str, extra: str) -> None:
    """Remember that this extra is installed whole."""
    path = _stamp_path(root, extra)
    with open(path + ".new", "w") as file:
        file.write(digest(extra, root))
    os.replace(path + ".new", path)


def _stamp_path(root: str, extra: str) -> str:
    return os.path.join(root, ".venv", f"chimera-{extra}.stamp")


def _stamp_of(root: str, extra: str) -> str:
    if not os.path.exists(_stamp_path(root, extra)):
        return ""
    with open(_stamp_path(root, extra)) as file:
        return file.read()


def install_commands(python: Python, extra: str, uv: "str | None") -> "list[list[str]]":
    """Commands that make .venv, unless a usable one is there, and install the extra into it."""
    inside = os.path.join(".venv", "bin", "python")
    what = ["-e", f".[{extra}]"]
    if uv:
        make = [uv, "venv", "--quiet", "--python", python.path, ".venv"]
        install = [uv, "pip", "install", "--quiet", "--python", inside, *what]
    else:
        make = [python.path, "-m", "venv", ".venv"]
        install = [inside, "-m", "pip", "install", "--quiet", "--no-input", *what]
    return [install] if _is_usable(inside, bool(uv)) else [make, install]


def _is_usable(inside: str, has_uv: bool) -> bool:
    python = probe(inside) if os.path.exists(inside) else None
    if python is None or python.version < OLDEST:
        return False
    return (
        has_uv
        or subprocess.call([inside, "-I", "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    )


def run(command: "list[str]", say: "Callable[[float], None]") -> None:
    """Run one command quietly, its words going to the log; Unfit repeats the last of them."""
    # A shell's own Python settings must not leak into the new environment.
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    environment = dict(kept, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    began = time.monotonic()
    with open(LOG, "ab") as log:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        while _is_running(process):
            say(time.monotonic() - began)
    if process.returncode:
        raise Unfit(f"Installing failed, all of it is in {LOG}: {_last_line(LOG)}")


def _is_running(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return True
    except KeyboardInterrupt:
        process.kill()
        raise
    return False


def _last_line(path: str) -> str:
    with open(path, errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "×"))]
    return (errors or lines or ["no output"])[-1]


def install(extra: str, root: str) -> None:
    """Install one extra; the stamp is written last, so an interrupted run leaves none."""
    if _stamp_of(root, extra):
        os.remove(_stamp_path(root, extra))
    uv = shutil.which("uv")
    python = choose(pythons_here(), has_uv=bool(uv))
    began = time.monotonic()
    _write(f"Installing into .venv ({'uv' if uv else 'pip'}; about a minute the first time) ...\n")
    commands = install_commands(python, extra, uv)
    if len(commands) > 1:
        shutil.rmtree(".venv", ignore_errors=True)
    for command in commands:
        run(command, _tick)
    write_stamp(root, extra)
    _write(f"Installed in {time.monotonic() - began:.0f} s.\n")


def _tick(seconds: float) -> None:
    if sys.stderr.isatty():
        _write(f"  {seconds:.0f} s")


def _write(text: str) -> None:
    """Write over the seconds counted so far."""
    sys.stderr.write(("\r\033[K" if sys.stderr.isatty() else "") + text)
    sys.stderr.flush()


def set_up(extra: str, root: str) -> None:
    """Install unless it is done; two runs at once wait for each other."""
    check_platform(sys.platform)
    os.chdir(root)
    if is_installed(extra, root):
        return
    import fcntl  # not on Windows, which was just told so

    os.makedirs(os.path.dirname(LOG), mode=0o700, exist_ok=True)
    with open(os.path.join("var", "install.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed(extra, root):
            install(extra, root)


def main() -> int:
    """Set up for one extra of pyproject.toml: `all` to run the demo, `dev` to test."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("extra", choices=["all", "dev"])
    try:
        set_up(parser.parse_args().extra, ROOT)
    except Unfit as problem:
        _write(f"chimera: {problem}.\n")
        return 1
    except KeyboardInterrupt:
        _write("chimera: interrupted; run make again to go on.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
