"""What the map shows of one message: from which house to which, its fields, its bytes."""

import json
from collections.abc import Mapping
from typing import Any

PLATFORM, GATEWAY = "platform", "gateway"
ANSWER = " (answer)"
SHOWN_BYTES = 2_000
Shown = dict[str, Any]


def crossed(crossing: Mapping[str, Any]) -> Shown | None:
    """A crossing of a window; None for what the map has no line for."""
    subject = str(crossing["subject"])
    parts = subject.removesuffix(ANSWER).split(".")
    kind = {"listings": "listing", "confirm": "question"}.get(parts[0])
    if kind is None or len(parts) < 2:
        return None
    if kind == "question" and subject.endswith(ANSWER):
        kind = "answer"
    start, end = _ends(kind, parts[1])
    headers = dict(crossing["headers"])
    return {
        "kind": kind,
        "from": start,
        "to": end,
        "subject": subject,
        "act": parts[-1] if kind == "listing" else "",
        "list": parts[2] if kind == "listing" and len(parts) > 3 else "",
        "at": crossing["at"],
        "model_at": headers.get("ce-time"),
        "ref": headers.get("Chimera-Listing"),
        "headers": headers,
        "fields": _fields(crossing["body"]),
        "body": str(crossing["body"])[:SHOWN_BYTES],
        "size": len(str(crossing["body"]).encode()),
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
