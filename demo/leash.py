"""Run a command that dies with its starter, even when that one is killed outright.

`python -I leash.py STARTER_PID COMMAND ...`. On Linux the kernel is told to kill this process when
its starter dies, and then it becomes the command, so the process id is the command's own.
Elsewhere it stays, and watches its standard input: a pipe that closes with the starter.
"""

import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1


def become(starter: int, command: list[str]) -> None:
    """Linux: the parent-death signal outlives exec; a starter already dead is noticed here."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != starter:
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


def hold(command: list[str]) -> int:
    """Other systems: stay, pass SIGTERM on, and kill the command when the pipe closes."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    threading.Thread(target=_kill_at_end_of_input, args=(child,), daemon=True).start()
    return child.wait()


def _kill_at_end_of_input(child: subprocess.Popen[bytes]) -> None:
    os.read(0, 1)
    child.kill()


if __name__ == "__main__":
    if sys.platform == "linux":
        become(int(sys.argv[1]), sys.argv[2:])
    sys.exit(hold(sys.argv[2:]))
