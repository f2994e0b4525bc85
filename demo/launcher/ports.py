"""Ports: which are taken, by whom, and which are free."""

import random
import re
import shutil
import socket
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from demo.trouble import Trouble

LISTENING = "0A"
# Below the range from which systems take ports for outgoing connections: a port that a stopped
# service gives up stays free until it is started again.
FREE_FROM, FREE_TO = 20_000, 32_000


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen here now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, chosen at random so that two test runs seldom meet."""
    candidates = random.sample(range(FREE_FROM, FREE_TO), k=min(50 * count, 10_000))
    found = [port for port, _ in zip(filter(is_free, candidates), range(count), strict=False)]
    if len(found) < count:
        raise Trouble(f"Fewer than {count} ports are free between {FREE_FROM} and {FREE_TO}")
    return found


def require_free(ports: Mapping[str, int]) -> None:
    """Trouble names every taken port, what it is for, and who holds it."""
    taken = {name: port for name, port in ports.items() if not is_free(port)}
    if taken:
        each = (f"port {port} ({name}) is taken{_by(holder(port))}" for name, port in taken.items())
        raise Trouble(f"{_sentence(each)}: stop what holds it, or give another --port-offset")


def _by(held_by: str | None) -> str:
    return f" by {held_by}" if held_by else ""


def _sentence(parts: Iterable[str]) -> str:
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def holder(port: int) -> str | None:
    """Who listens on a port, as `name (process 42)`; None if that may not be seen."""
    if Path("/proc/net/tcp").exists():
        return _holder_in_proc(port)
    return _holder_by_lsof(port) if shutil.which("lsof") else None


def _holder_in_proc(port: int) -> str | None:
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        if _holds_any(process, sockets):
            return f"{_name_of(process)} (process {process.name})"
    return None


def _listening_inodes(port: int) -> Iterable[str]:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                field = line.split()
                if field[3] == LISTENING and field[1].endswith(f":{port:04X}"):
                    yield field[9]


def _holds_any(process: Path, sockets: set[str]) -> bool:
    with suppress(OSError):  # another user's process, or one that has just ended
        return any(str(link.readlink()) in sockets for link in (process / "fd").iterdir())
    return False


def _name_of(process: Path) -> str:
    with suppress(OSError):
        return (process / "comm").read_text().strip()
    return "a process"


def _holder_by_lsof(port: int) -> str | None:
    command = ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.match(r"p(?P<pid>\d+)\n(?:.*\n)*?c(?P<name>.+)", said)
    return f"{found['name']} (process {found['pid']})" if found else None
