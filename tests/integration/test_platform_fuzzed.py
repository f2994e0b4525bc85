"""Requests that nobody thought of, to every door of the platform, made from its OpenAPI document.

`schemathesis` is given everybody's part in turn: without a token, as auditor, as the gateway and as
a locality. What it holds against each answer is listed in its own documentation; which answers may
be given beyond the document is in platform.schemathesis.toml, with the reason.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from demo.launcher import Options, Stack
from demo.roster import GATEWAY, PLATFORM
from shared.access import mint, read_key
from tests.integration.fuzzing import PATIENCE_SECONDS, assert_nothing_breaks

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Broker and platform in February 2019, when an edition is out."""
    options = Options(only=["broker", PLATFORM])
    with Stack.on_free_ports(tmp_path_factory.mktemp("fuzzed"), options) as running:
        running.advance(datetime(2019, 2, 10, tzinfo=UTC))
        yield running


def tokens(stack: Stack) -> dict[str, str | None]:
    """Everybody who has a part at the platform."""
    services = {GATEWAY: GATEWAY, "rongcheng": "locality"}
    signed = {
        name: mint(
            read_key(stack.folder.keys / name / "signing.jwk"),
            {"iss": name, "aud": PLATFORM, "sub": name, "roles": [role]},
            PATIENCE_SECONDS,
        )
        for name, role in services.items()
    }
    return {"nobody": None, "auditor": stack.document["auditors"][PLATFORM], **signed}


DOORS = {
    "nobody": "^/",
    "auditor": "^/v1/(audit|digests|quarantine)",
    GATEWAY: "^/v1/(editions|listings|proofs|withdrawals)",
    "rongcheng": "^/v1/evaluations",
}


@pytest.mark.parametrize("who", list(DOORS))
def test_no_door_breaks_and_every_answer_is_as_described(stack: Stack, who: str) -> None:
    token = tokens(stack)[who]
    shown = f"Bearer {token}" if token else None
    assert_nothing_breaks(stack, PLATFORM, DOORS[who], shown)
