"""Writes docs/doors/: every service's doors as OpenAPI, and the bus as AsyncAPI.

`python -m demo.doors` writes them again; a test holds them in step with the code.
"""

import json
import sys
import tempfile
from pathlib import Path

import yaml

from demo import bus_doors
from demo.portraits import AUTHORITIES, ROOT, Portrait, openapi, paint_all
from shared.authorities import load

FOLDER = ROOT / "docs" / "doors"
BUS = FOLDER / "bus.asyncapi.yaml"
BUS_HEAD = "# Generated from authorities.yaml and the contract by `python -m demo.doors`.\n"


def openapi_file(package: str) -> Path:
    """Where the doors of one service are written down."""
    return FOLDER / f"{package}.openapi.json"


def bus_document() -> str:
    """The bus as YAML."""
    document = json.loads(json.dumps(bus_doors.generate(load(AUTHORITIES))))
    return BUS_HEAD + yaml.safe_dump(document, sort_keys=False, width=100, allow_unicode=True)


def write(portraits: list[Portrait]) -> list[Path]:
    """Write all documents; which files they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = [BUS]
    BUS.write_text(bus_document(), encoding="utf-8")
    for package, document in openapi(portraits).items():
        text = json.dumps(document, ensure_ascii=False, indent=1)
        openapi_file(package).write_text(text + "\n", encoding="utf-8")
        written.append(openapi_file(package))
    return written


def main() -> None:
    """Write them all again."""
    with tempfile.TemporaryDirectory() as folder:
        written = write(paint_all(Path(folder)))
    sys.stdout.write("".join(f"wrote {path}\n" for path in written))


if __name__ == "__main__":
    main()
