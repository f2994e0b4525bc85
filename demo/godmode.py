"""The one document that opens every door, so that anyone can drive the demonstration.

Nobody in the modelled system holds such a thing. It is private to whoever runs the demonstration,
its tokens die after twelve hours, and it can be made again from the keys at any time.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from demo.cast import some
from demo.roster import SITE, Roster
from demo.scene import Scene
from shared.access import OFFICER_SECONDS, mint_officer, read_key

OFFICERS = {"clerk": "clerk-1", "reviewer": "reviewer-1", "appeals": "appeals-1"}
SECOND_CLERK, APPEALS_ABOVE = "clerk-2", "appeals-2"
FORMAT = 1


def document(
    keys: Path, roster: Roster, addresses: Mapping[str, str], scene: Scene
) -> dict[str, Any]:
    """Addresses, fresh tokens, partners' and departments' secrets, and some parties."""
    handout = json.loads((keys / "handout" / "secrets.json").read_text())
    now = datetime.now(UTC)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "tokens_expire_at": (now + timedelta(seconds=OFFICER_SECONDS)).isoformat(),
        "start": scene.start.isoformat(),
        "rules_as_of": scene.rules_as_of.isoformat(),
        "site": addresses[SITE],
        "identity": f"{addresses[SITE]}/identity/token",
        "services": {name: addresses[name] for name in roster.names},
        "time_stages": time_stages(roster),
        "officers": {place.name: _officers(keys, place.name) for place in roster.authorities},
        "auditors": {name: token(keys, name, "auditor") for name in roster.names},
        "operators": {name: token(keys, name, "operator") for name in roster.names},
        "partners": {
            partner: {"client_id": partner, "client_secret": secret}
            for partner, secret in handout["partners"].items()
        },
        "departments": handout["departments"],
        "parties": some(scene.population, scene.seed, scene.start),
    }


def _officers(keys: Path, authority: str) -> dict[str, str]:
    """One of each, a second clerk, a second one for appeals, and the clerk as a reviewer.

    Nobody reviews the own decision, and the clerk may not approve the own proposal all the same.
    """
    officers = {role: token(keys, authority, role) for role in OFFICERS}
    officers["second_clerk"] = token(keys, authority, "clerk", SECOND_CLERK)
    officers["appeals_above"] = token(keys, authority, "appeals", APPEALS_ABOVE)
    return officers | {"clerk_as_reviewer": token(keys, authority, "reviewer", OFFICERS["clerk"])}


def token(keys: Path, service: str, role: str, subject: str | None = None) -> str:
    """A token for one officer, auditor or operator of one service, signed with its own key."""
    key = read_key(keys / service / "signing.jwk")
    return mint_officer(key, service, subject or OFFICERS.get(role, f"{role}-1"), [role])


def time_stages(roster: Roster) -> Sequence[Sequence[str]]:
    """The order in which time moves: who says things, then the platform, then who reads it."""
    localities = [place.name for place in roster.authorities if place.name in roster.departments]
    sayers = [place.name for place in roster.authorities if place.name not in localities]
    return [sayers, [roster.platform.name], [roster.gateway.name, *localities]]


def usual_addresses(roster: Roster, host: str = "127.0.0.1") -> dict[str, str]:
    """Where everything is on its usual port; browsers know the site as localhost."""
    found = {name: f"http://{host}:{port}" for name, port in roster.ports.items()}
    return found | {SITE: f"http://localhost:{roster.ports[SITE]}"}
