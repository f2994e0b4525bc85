"""Small processes that stand for services."""

import sys
from pathlib import Path

from demo.launcher.children import Child, Recipe
from demo.launcher.readiness import Member, http_check

PATIENT = "import signal; signal.pause()"
# Says so, and goes on, when it is asked to stop.
STUBBORN = """
import signal
signal.signal(signal.SIGTERM, lambda *_: print("no", flush=True))
print("up", flush=True)
while True:
    signal.pause()
"""
BROKEN = "import sys; print('starting', flush=True); sys.exit('the database is missing')"
# Writes a line when it stops, so that the order of stopping can be read.
WRITER = """
import signal, sys
def leave(*_):
    with open(sys.argv[2], "a") as file:
        file.write(sys.argv[1] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print("up", flush=True)
signal.pause()
"""
# Answers /readyz on the port given, with the status given.
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[2]))
        self.end_headers()
        self.wfile.write(b'{"not_ready": {"database": "cannot be reached"}}')
HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""


def child(folder: Path, name: str, script: str, *words: str) -> Child:
    """A process that runs a script."""
    command = [sys.executable, "-c", script, *words]
    return Child(Recipe(name, command, folder / f"{name}.log", folder=folder))


def member(folder: Path, name: str, script: str, *words: str) -> Member:
    """A process that is ready as soon as it has written something."""
    process = child(folder, name, script, *words)
    return Member(process, lambda: None if process.recipe.log.read_text() else "it is silent")


def server(folder: Path, name: str, port: int, status: int = 200) -> Member:
    """A process that answers /readyz."""
    process = child(folder, name, SERVER, str(port), str(status))
    return Member(process, http_check(f"http://127.0.0.1:{port}"))
