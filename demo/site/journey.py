"""The whole journey of one listing, hop by hop, from what its own party may read.

Nobody in the modelled system sees all hops at once but the party itself: at the authority the steps
of the procedure, at the gateway who asked. The site is the identity issuer of the demonstration and
can therefore ask in the name of an invented party; the party's name and number stay here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from joserfc.jwk import OKPKey

from demo.identity import sign
from demo.parties import KnownParties
from demo.site.messages import crossed
from demo.site.window import Windows, instant
from shared.identifiers import Party, truncate

PLATFORM, GATEWAY = "platform", "gateway"
Hop = dict[str, Any]
# In which order hops of the same instant stand.
ORDER = ("authority", "bus", "edition", "gateway", "recall")


class Journeys:
    """Puts journeys together."""

    def __init__(self, windows: Windows, parties: KnownParties, key: OKPKey) -> None:
        self._windows = windows
        self._parties = parties
        self._key = key

    async def of(self, issuer: str, ref: str) -> dict[str, Any]:
        """All hops of a listing that anybody here can still tell of, oldest first."""
        messages = await self._crossed(ref)
        hops = [_over_the_bus(one) for one in messages]
        party = await self._party(issuer, ref, messages)
        if party is not None:
            hops += await self._at_the_authority(issuer, ref, party)
            hops += await self._at_the_gateway(issuer, ref, party)
        if messages:
            hops += await self._editions(messages)
        hops.sort(key=lambda hop: (instant(hop["at"]), ORDER.index(hop["where"])))
        return {"issuer": issuer, "ref": ref, "hops": hops, "is_party_known": party is not None}

    async def _crossed(self, ref: str) -> list[dict[str, Any]]:
        window = await self._windows.audited(PLATFORM, "/v1/crossings") or {"crossings": []}
        shown = [crossed(one) for one in window["crossings"]]
        return [one for one in shown if one and one["ref"] == ref]

    async def _party(
        self, issuer: str, ref: str, messages: Sequence[Mapping[str, Any]]
    ) -> Party | None:
        """Who of those with this name and mask has the listing in the own file."""
        if not messages:
            return None
        fields = messages[0]["fields"]
        for party in self._parties.called(fields.get("name", "")):
            masked = str(truncate(party.kind, party.id_number))
            is_alike = masked == fields.get("truncated_id")
            if is_alike and await self._procedure(issuer, ref, party):
                return party
        return None

    async def _ask(self, service: str, path: str, party: Party) -> Any:
        return await self._windows.spoken(service, path, sign(self._key, service, party)) or {}

    async def _procedure(self, issuer: str, ref: str, party: Party) -> Any:
        file = await self._ask(issuer, "/v1/me/file", party)
        found = (one for one in file.get("procedures", []) if _ref_of(one) == ref)
        return next(found, None)

    async def _at_the_authority(self, issuer: str, ref: str, party: Party) -> list[Hop]:
        procedure = await self._procedure(issuer, ref, party)
        steps = procedure["steps"] if procedure else []
        return [
            {"where": "authority", "house": issuer, "what": one["step"], "at": one["at"]}
            | {"by": one["by"], "origin": one["origin"], "floor": one["floor"]}
            for one in steps
        ]

    async def _at_the_gateway(self, issuer: str, ref: str, party: Party) -> list[Hop]:
        queries = await self._ask(GATEWAY, "/v1/me/queries", party)
        recalls = await self._ask(GATEWAY, "/v1/me/recalls", party)
        asked = [_query(one) for one in queries.get("queries", []) if _is_about(one, issuer, ref)]
        back = [
            _recall(one)
            for one in recalls.get("recalls", [])
            if (one["issuer"], one["ref"]) == (issuer, ref)
        ]
        return [*asked, *back]

    async def _editions(self, messages: Sequence[Mapping[str, Any]]) -> list[Hop]:
        """The first edition that came after the listing, unless it was withdrawn before."""
        told = await self._windows.public(PLATFORM, "/v1/editions") or {"editions": []}
        listed = instant(messages[0]["model_at"])
        gone = [instant(one["model_at"]) for one in messages if one["act"] == "withdrawn"]
        later = [
            one
            for one in told["editions"]
            if instant(one["as_of"]) > listed
            and not any(at <= instant(one["as_of"]) for at in gone)
        ]
        return [_edition(one) for one in sorted(later, key=lambda one: str(one["as_of"]))[:1]]


def _ref_of(procedure: Mapping[str, Any]) -> Any:
    return (procedure.get("proposal") or {}).get("ref") or (procedure.get("listing") or {}).get(
        "ref"
    )


def _is_about(query: Mapping[str, Any], issuer: str, ref: str) -> bool:
    """A decision names the listings on which it rests; a silence rests on none."""
    return any((one.get("issuer"), one.get("ref")) == (issuer, ref) for one in _listings(query))


def _listings(query: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [one for one in query["listings"] if isinstance(one, Mapping)]


def _over_the_bus(message: Mapping[str, Any]) -> Hop:
    return {
        "where": "bus",
        "house": PLATFORM,
        "what": message["act"],
        "at": message["model_at"],
        "received_at": message["at"],
        "by": message["from"],
        "origin": "paper",
        "floor": False,
    }


def _edition(edition: Mapping[str, Any]) -> Hop:
    return {
        "where": "edition",
        "house": PLATFORM,
        "what": "edition",
        "at": edition["as_of"],
        "by": edition["id"],
        "received_at": edition["made_at"],
        "origin": "rule",
        "floor": False,
    }


def _query(query: Mapping[str, Any]) -> Hop:
    hop = _at_the_gateway("gateway", query["outcome"], query["at"], query["partner"])
    return hop | {"measure": query["measure"], "floor": False}


def _recall(recall: Mapping[str, Any]) -> Hop:
    hop = _at_the_gateway("recall", "recall", recall["withdrawn_at"], recall["partner"])
    return hop | {"done": recall["done"], "floor": True}


def _at_the_gateway(where: str, what: str, at: str, partner: str) -> Hop:
    """What a partner was told there; all of the gateway is ours."""
    return {
        "where": where,
        "house": GATEWAY,
        "what": what,
        "at": at,
        "by": partner,
        "origin": "ours",
    }
