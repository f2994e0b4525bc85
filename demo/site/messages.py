"""What the map shows of one message: from which house to which, its fields, its bytes."""

import json
from collections.abc import Mapping
from typing import Any

PLATFORM, GATEWAY = "platform", "gateway"
ANSWER = " (answer)"
# What readers of the platform fetch over HTTP, each after a hint or of themselves.
FETCHED = ("editions", "withdrawals", "evaluations")
SHOWN_BYTES = 2_000
Shown = dict[str, Any]


def crossed(crossing: Mapping[str, Any], seen_at: str = PLATFORM) -> Shown | None:
    """A crossing of a service's window; None for what the map has no line for."""
    subject = str(crossing["subject"])
    parts = subject.removesuffix(ANSWER).split(".")
    if parts[0] == "register" or parts[0] in FETCHED:
        return _from_the_platform(crossing, seen_at)
    kind = {"listings": "listing", "confirm": "question"}.get(parts[0])
    if kind is None or len(parts) < 2:
        return None
    if kind == "question" and subject.endswith(ANSWER):
        kind = "answer"
    start, end = _ends(kind, parts[1])
    return {
        **_bare(crossing),
        "kind": kind,
        "from": start,
        "to": end,
        "act": parts[-1] if kind == "listing" else "",
        "list": parts[2] if kind == "listing" and len(parts) > 3 else "",
    }


def _bare(crossing: Mapping[str, Any]) -> Shown:
    """What a message is, whoever sent it to whom."""
    headers, body = dict(crossing["headers"]), str(crossing["body"])
    return {
        "subject": str(crossing["subject"]),
        "list": "",
        "at": crossing["at"],
        "model_at": headers.get("ce-time"),
        "ref": headers.get("Chimera-Listing"),
        "headers": headers,
        "fields": _fields(body),
        "body": body[:SHOWN_BYTES],
        "size": len(body.encode()),
    }


def _from_the_platform(crossing: Mapping[str, Any], reader: str) -> Shown:
    """A hint that something changed, or what its reader then fetched; about nobody."""
    parts = str(crossing["subject"]).split(".")
    kind = "changed" if parts[0] == "register" else "fetched"
    return {**_bare(crossing), "kind": kind, "from": PLATFORM, "to": reader, "act": parts[-1]}


def came_out(manifest: Mapping[str, Any]) -> Shown:
    """An edition that the platform made: its name, its public count and its hash."""
    files = manifest["files"]
    public: Shown = next((one for one in files.values() if "listings" in one), {})
    whole: Shown = next((one for name, one in sorted(files.items()) if name.startswith("all.")), {})
    body = {
        "edition": manifest["id"],
        "public_listings": public.get("listings", 0),
        "sha256": whole.get("sha256", ""),
    }
    made = {"subject": "GET /v1/editions", "at": manifest["made_at"], "headers": {}}
    return {
        **_bare({**made, "body": json.dumps(body)}),
        "kind": "edition",
        "from": PLATFORM,
        "to": PLATFORM,
        "act": "",
        "model_at": manifest["as_of"],
    }


def _ends(kind: str, issuer: str) -> tuple[str, str]:
    if kind == "listing":
        return issuer, PLATFORM
    return (GATEWAY, issuer) if kind == "question" else (issuer, GATEWAY)


def _fields(body: str) -> dict[str, str]:
    """The fields of a body that is JSON; a sealed one has none that anybody here can read."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}


def notified(place: str, line: Mapping[str, Any], seen_at: str | None) -> Shown | None:
    """A department that notified a locality, from a line of its audit log; None for other lines.

    What was there before anybody looked has no time of this machine.
    """
    if line["act"] != "notify_event" or line["outcome"] != "done":
        return None
    return {
        "kind": "local",
        "from": f"{place}/{line['actor']}",
        "to": place,
        "subject": line["door"],
        "act": line["act"],
        "list": "",
        "at": seen_at,
        "model_at": line["at"],
        "ref": None,
        "headers": {},
        "fields": {"kind": line["rule"]},
        "body": "",
        "size": 0,
    }
