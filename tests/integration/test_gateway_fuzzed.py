"""Requests that nobody thought of, to every door of the gateway, made from its OpenAPI document.

`schemathesis` is given everybody's part in turn: without a token, as partner, as a client with its
secret, as party, auditor and operator. Which answers may be given beyond the document is in
gateway.schemathesis.toml, with the reason.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER, GATEWAY, PLATFORM
from shared.access import mint, mint_party, read_key
from tests.builders import make_party
from tests.integration.fuzzing import assert_nothing_breaks

pytestmark = [pytest.mark.integration, pytest.mark.slow]

PARTNER = "skyward-air"
DOORS = {
    "nobody": "^/",
    "partner": "^/v1/(decision|recalls|mous|measures)",
    "client": "^/v1/client",
    "party": "^/v1/me",
    "auditor": "^/v1/(audit|alerts)",
    "operator": "^/v1/(partners|crossings)",
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Broker, platform and gateway in February 2019, when an edition is out."""
    options = Options(only=[BROKER, PLATFORM, GATEWAY])
    with Stack.on_free_ports(tmp_path_factory.mktemp("fuzzed"), options) as running:
        running.advance(datetime(2019, 2, 10, tzinfo=UTC))
        yield running


def authorization(stack: Stack, who: str) -> str | None:
    """What somebody shows at the doors."""
    if who == "nobody":
        return None
    if who == "client":
        own = stack.document["partners"][PARTNER]
        words = f"{own['client_id']}:{own['client_secret']}".encode()
        return f"Basic {b64encode(words).decode()}"
    return f"Bearer {token(stack, who)}"


def token(stack: Stack, who: str) -> str:
    """The token of everybody who has one."""
    if who in ("auditor", "operator"):
        return str(stack.document[f"{who}s"][GATEWAY])
    keys, party = stack.folder.keys, make_party()
    if who == "party":
        number = {"id_number": str(party.id_number)}
        identity = read_key(keys / "identity" / "signing.jwk")
        return mint_party(identity, GATEWAY, party.kind, party.name, number)
    claims = {"iss": GATEWAY, "aud": GATEWAY, "sub": PARTNER, "scope": "air-travel"}
    return mint(read_key(keys / GATEWAY / "signing.jwk"), claims, 900, typ="at+jwt")


@pytest.mark.parametrize("who", list(DOORS))
def test_no_door_breaks_and_every_answer_is_as_described(stack: Stack, who: str) -> None:
    assert_nothing_breaks(stack, GATEWAY, DOORS[who], authorization(stack, who))
