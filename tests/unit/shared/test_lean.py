"""What services leave out of memory: what would paint on a terminal that they do not have."""

import subprocess
import sys

import pytest

SERVICES = ("court", "tax", "locality", "sector_list", "national_platform", "partner_gateway")
LOADED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(sorted({one.split(".")[0] for one in sys.modules} & {"rich", "pygments", "structlog"}))
import rich.console
"""


@pytest.mark.slow
def test_no_service_loads_what_colours_tracebacks_and_the_command_still_can() -> None:
    apps = [*(f"services.{one}.app" for one in SERVICES), "demo.site.app"]
    run = [sys.executable, "-c", LOADED, *apps]
    told = subprocess.run(run, capture_output=True, text=True, check=True)
    assert told.stdout == "['structlog']\n"
