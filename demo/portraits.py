"""What each service says of itself: its doors, its tables, its rules.

Every application is built here by its name and never started, with keys and tables in a folder that
is thrown away. The documents in docs/ that must not drift are generated from what it says.
"""

import importlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from demo.keys import make_all
from demo.roster import Place, Roster, read_roster

ROOT = Path(__file__).resolve().parent.parent
AUTHORITIES = ROOT / "authorities.yaml"


@dataclass(frozen=True, slots=True)
class Portrait:
    """One service as it would run: who it is, its application, its folder of keys."""

    place: Place
    app: FastAPI
    keys: Path


def paint_all(folder: Path) -> list[Portrait]:
    """Every service, in the order of the roster."""
    roster = prepare(folder)
    return [paint(place, folder) for place in roster.places]


def prepare(folder: Path) -> Roster:
    """Keys for everybody."""
    roster = read_roster(AUTHORITIES)
    make_all(folder / "keys", roster)
    return roster


def paint(place: Place, folder: Path) -> Portrait:
    """One service, its tables made afresh."""
    with only_these(_settings(place, folder)):
        module = importlib.import_module(f"services.{place.package}.app")
        return Portrait(place, module.create_app(), folder / "keys" / place.name)


def openapi(portraits: Sequence[Portrait]) -> dict[str, dict[str, Any]]:
    """Each service's doors by its package: localities share one document, and so do sectors."""
    documents: dict[str, dict[str, Any]] = {}
    for portrait in portraits:
        if portrait.place.package not in documents:
            documents[portrait.place.package] = portrait.app.openapi()
    return documents


def _settings(place: Place, folder: Path) -> Mapping[str, str]:
    return {
        "CHIMERA_AUTHORITY": place.name,
        "CHIMERA_KEYS_DIR": str(folder / "keys" / place.name),
        "CHIMERA_STATE_DIR": str(folder / "state" / place.name),
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
    }


@contextmanager
def only_these(settings: Mapping[str, str]) -> Iterator[None]:
    """The environment with these settings of ours and no other, put back afterwards."""
    before = dict(os.environ)
    for name in [name for name in before if name.startswith("CHIMERA_")]:
        del os.environ[name]
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
