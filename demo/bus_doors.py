"""What travels on the bus, as an AsyncAPI document made from authorities.yaml and the contract.

Who may say and hear each subject stands beside it; a test holds that against the broker's own
configuration, and the headers against those that are really sent.
"""

from typing import Any

from demo.roster import GATEWAY, PLATFORM
from shared.authorities import Authorities
from shared.contract import Act, Cause, Effect, Notice, Publication
from shared.identifiers import Kind
from shared.ledger.digest import Digest
from shared.origin import Mark, field, ours, paper, rule

Words = dict[str, Any]

TEXT: Words = {"type": "string"}
INSTANT: Words = {"type": "string", "format": "date-time"}
DAY: Words = {"type": "string", "format": "date"}
NATIONAL = "Public shaming on a national publication platform"

# Every header of a notice: what it says, its form, whose idea it is.
HEADERS: dict[str, tuple[str, Words, Mark]] = {
    "ce-id": ("random name of this event", TEXT, ours("CloudEvents' name for it.")),
    "ce-time": ("when the act was done", INSTANT, ours("CloudEvents' name for it.")),
    "ce-source": ("who says it", TEXT, ours("CloudEvents' name for it.")),
    "Nats-Msg-Id": (
        "random; never to be guessed, or one issuer could swallow another's notice",
        TEXT,
        ours("The broker drops repeats by it."),
    ),
    "Chimera-Listing": (
        "opaque name of the listing",
        TEXT,
        ours("So that an act can be about one listing without naming anybody."),
    ),
    "Chimera-Version": (
        "number of the act within its listing",
        {**TEXT, "pattern": "^[0-9]+$"},
        ours("Makes repeats and disorder harmless."),
    ),
    "Chimera-Kind": (
        "what the party is",
        {**TEXT, "enum": list(Kind)},
        paper(f"{NATIONAL}: individuals and companies"),
    ),
    "Chimera-Effect": (
        "whether the list burdens or favours",
        {**TEXT, "enum": list(Effect)},
        ours("The paper knows both kinds of list; that each notice says which is ours."),
    ),
    "Chimera-Publication": (
        "who may read the list",
        {**TEXT, "enum": list(Publication)},
        ours("By the paper only some of the data is made public; saying it here is ours."),
    ),
    "Chimera-Listed-On": ("first day", DAY, rule("The public lists show a day of publication.")),
    "Chimera-Stands-Until": (
        "first day on which it no longer stands",
        DAY,
        ours("Every listing ends on a date.", floor=True),
    ),
    "Chimera-Cause": (
        "why it was withdrawn; on no other act",
        {**TEXT, "enum": list(Cause)},
        ours("The rules know causes of removal; that the cause travels is ours."),
    ),
}
HINTS = ("edition", "withdrawn", "evaluations")
CONFIRMATION = ours("A name and a mask are no identity: the issuer is asked.", floor=True)
DIGEST = ours("Finds what was lost on the way, without naming anybody.")
WHOLE_NUMBER = "the whole number; readable by this issuer only, kept by nobody"
QUESTION: Words = {
    "type": "string",
    "description": "a JWE to this issuer's key; what it seals is told in `x-sealed`",
    "contentMediaType": "application/jose",
    "x-sealed": {
        "issuer": {**TEXT, **field(CONFIRMATION), "description": "who is asked"},
        "ref": {**TEXT, **field(CONFIRMATION), "description": "about which listing"},
        "id_number": {**TEXT, **field(CONFIRMATION), "description": WHOLE_NUMBER},
    },
}
ANSWER = {**TEXT, "enum": ["yes", "no", "refused"], **field(CONFIRMATION)}
RESTATED = {"type": "integer", "minimum": 0, **field(ours("How many acts are said again."))}
SEQUENCE = {
    "type": "integer",
    "minimum": 0,
    **field(ours("A hint says only that there is something to read, never about whom.")),
}
COMPARED = {
    **TEXT,
    "enum": ["agreed", "restating", "differs", "nobody_answered", "another_day", "not_a_digest"],
    **field(DIGEST),
}


def generate(authorities: Authorities) -> Words:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "servers": {"demo": _server()},
        "channels": _channels(authorities),
        "operations": _operations(authorities),
        "components": {
            "messages": _messages(),
            "securitySchemes": {"account": {"type": "userPassword"}},
        },
    }


def _info() -> Words:
    return {
        "title": "Chimera: what travels between the authorities",
        "version": "0.1.0",
        "description": (
            "About a party, four fields travel on the listings stream; the only other thing is the"
            " sealed question whether a listing is about the holder of a number. Headers frame a"
            " notice and hold no personal data. `x-said-by` and `x-heard-by` name the broker's"
            " users; the broker refuses everybody else. `x-origin` says whose idea a field is: the"
            " paper's, a modelled rule's, or ours; `x-floor` that we are stricter than the rule."
        ),
        "license": {"name": "Apache-2.0"},
    }


def _server() -> Words:
    return {
        "host": "127.0.0.1:4222",
        "protocol": "nats",
        "description": "One account per authority; in the containers the host is `broker`.",
        "security": [{"$ref": "#/components/securitySchemes/account"}],
    }


def _channels(authorities: Authorities) -> Words:
    lists = sorted({one.id for issuer in authorities.issuers for one in issuer.lists})
    issuer = {"issuer": {"enum": [one.slug for one in authorities.issuers]}}
    act = {"list": {"enum": lists}, "act": {"enum": list(Act)}}
    return {
        "listings": _channel("listings.{issuer}.{list}.{act}", ["notice"], issuer | act),
        "confirm": _channel("confirm.{issuer}", ["question"], issuer),
        "digest": _channel("digest.{issuer}", ["digest"], issuer),
        "restate": _channel("restate.{issuer}", ["restate"], issuer),
        **{hint: _channel(f"register.{hint}", ["hint"], {}) for hint in HINTS},
        "answers": _channel(None, ["verdict", "restated", "compared"], {}),
    }


def _channel(address: str | None, messages: list[str], parameters: Words) -> Words:
    known = {name: {"$ref": f"#/components/messages/{name}"} for name in messages}
    named = {"parameters": parameters} if parameters else {}
    return {"address": address, "messages": known, **named}


def _operations(authorities: Authorities) -> Words:
    issuers = [one.slug for one in authorities.issuers]
    others = [one.slug for one in authorities if not one.is_issuer]
    hearers = [GATEWAY, *others]
    own = "each issuer its own"
    return {
        "say": _operation("listings", issuers, [PLATFORM], f"Say an act ({own} subjects only)."),
        "compare": _operation("digest", issuers, [PLATFORM], f"Say what stands ({own}).")
        | _reply("compared"),
        "ask": _operation(
            "confirm", [GATEWAY], issuers, "Ask: is it this party, and does it stand?"
        )
        | _reply("verdict"),
        "askAgain": _operation("restate", [PLATFORM], issuers, "Ask for everything once more.")
        | _reply("restated"),
        "hintEdition": _operation("edition", [PLATFORM], hearers, "A new edition is out."),
        "hintWithdrawn": _operation("withdrawn", [PLATFORM], hearers, "Something was withdrawn."),
        "hintEvaluations": _operation("evaluations", [PLATFORM], hearers, "Something goes down."),
    }


def _operation(channel: str, said_by: list[str], heard_by: list[str], summary: str) -> Words:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "x-said-by": said_by,
        "x-heard-by": heard_by,
    }


def _reply(message: str) -> Words:
    answers = {"$ref": "#/channels/answers"}
    return {
        "reply": {
            "channel": answers,
            "messages": [{"$ref": f"#/channels/answers/messages/{message}"}],
        }
    }


def _messages() -> Words:
    return {
        "notice": {
            "summary": "One act on one listing: four fields about the party, no more.",
            "headers": _headers(),
            "payload": _body(Notice.model_json_schema()),
        },
        "question": {"summary": "The sealed question.", "payload": QUESTION},
        "verdict": {"summary": "The issuer's answer.", "payload": _closed({"answer": ANSWER})},
        "digest": {
            "summary": "All that stands at an issuer, in one hash; about nobody.",
            "payload": _body(Digest.model_json_schema(), DIGEST),
        },
        "compared": {
            "summary": "The platform has compared; where they differ it asks for everything.",
            "payload": _closed({"outcome": COMPARED}),
        },
        "restate": {"summary": "Say everything again.", "payload": _closed({})},
        "restated": {"summary": "It will come.", "payload": _closed({"count": RESTATED})},
        "hint": {
            "summary": "Something is new; read the platform's feeds.",
            "payload": _closed({"seq": SEQUENCE}),
        },
    }


def _headers() -> Words:
    words = {
        name: {**form, "description": says, **field(mark)}
        for name, (says, form, mark) in HEADERS.items()
    }
    required = [name for name in HEADERS if name != "Chimera-Cause"]
    return {"type": "object", "properties": words, "required": required}


def _body(schema: Words, mark: Mark | None = None) -> Words:
    """A Pydantic schema without the names it makes up; `mark` where its fields have none."""
    given = field(mark) if mark else {}
    parts = {
        name: given | {key: value for key, value in part.items() if key != "title"}
        for name, part in schema["properties"].items()
    }
    return {**{key: schema[key] for key in ("description", "type")}, **_closed(parts)}


def _closed(parts: Words) -> Words:
    return {
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
    }
