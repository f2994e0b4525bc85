"""A third-party developer at the gateway: every example of the page, and a generated client."""

import importlib
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER, GATEWAY, PLATFORM
from tests.house.tree import ROOT

pytestmark = [pytest.mark.integration, pytest.mark.slow]

PAGE = ROOT / "docs" / "gateway.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PARTNER = "skyward-air"
TOOLS = Path(sys.executable).parent
PATIENCE_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Developer:
    """Somebody with a partner's secret and a folder to work in."""

    stack: Stack
    folder: Path

    @property
    def address(self) -> str:
        """The gateway's."""
        return str(self.stack.document["services"][GATEWAY])

    @property
    def own(self) -> dict[str, str]:
        """Client id and secret: as they were handed out, or as the page's example left them."""
        own = dict(self.stack.document["partners"][PARTNER])
        return own | ({"client_secret": self.kept.read_text()} if self.kept.exists() else {})

    @property
    def kept(self) -> Path:
        """Where the new secret is kept that the page's example makes."""
        return self.folder / "secret"

    def run(self, *command: str) -> str:
        """What a command prints; its complaints where it fails."""
        own = self.own
        environment = {
            "PATH": f"{TOOLS}:{os.environ['PATH']}",
            "GATEWAY": self.address,
            "CLIENT_ID": own["client_id"],
            "CLIENT_SECRET": own["client_secret"],
        }
        run = subprocess.run(
            command, cwd=self.folder, env=environment, timeout=PATIENCE_SECONDS,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
        return run.stdout


@pytest.fixture(scope="module")
def developer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Developer]:
    """February 2019: an edition is out, and the gateway has read it."""
    options = Options(only=[BROKER, PLATFORM, GATEWAY])
    with Stack.on_free_ports(tmp_path_factory.mktemp("asked"), options) as stack:
        stack.advance(datetime(2019, 2, 10, tzinfo=UTC))
        yield Developer(stack, tmp_path_factory.mktemp("developer"))


@pytest.fixture(scope="module")
def generated(developer: Developer) -> Iterator[Any]:
    """The client, generated from what the running gateway says of itself, and imported."""
    address = f"{developer.address}/openapi.json"
    where = ["--meta", "none", "--output-path", "asking", "--overwrite"]
    developer.run("openapi-python-client", "generate", "--url", address, *where)
    with pytest.MonkeyPatch.context() as path:
        path.syspath_prepend(str(developer.folder))
        yield importlib.import_module("asking")
    for name in [name for name in sys.modules if name.split(".")[0] == "asking"]:
        del sys.modules[name]


@dataclass(frozen=True, slots=True)
class Asking:
    """The generated client in several hands; what they open is closed behind them."""

    developer: Developer
    package: Any
    opened: ExitStack

    def anybody(self) -> Any:
        """Without a token."""
        return self._open(self.package.Client)

    def holder(self, scope: str | None = None) -> Any:
        """With an access token for these measures, or for all of its own."""
        form = part("models").TokenAsked(grant_type="client_credentials", **self.developer.own)
        form.scope = scope
        token = part("api.partners.give_token").sync(client=self.anybody(), body=form)
        return self._open(self.package.AuthenticatedClient, token=token.access_token)

    def by_secret(self, partner: str) -> Any:
        """With HTTP Basic."""
        own = self.developer.stack.document["partners"][partner]
        words = b64encode(f"{own['client_id']}:{own['client_secret']}".encode()).decode()
        return self._open(self.package.AuthenticatedClient, token=words, prefix="Basic")

    def _open(self, kind: Any, **words: str) -> Any:
        address = self.developer.address
        client = kind(base_url=address, raise_on_unexpected_status=True, **words)
        return self.opened.enter_context(client)


@pytest.fixture
def asking(developer: Developer, generated: Any) -> Iterator[Asking]:
    """Whoever works with the generated client."""
    with ExitStack() as opened:
        yield Asking(developer, generated, opened)


def blocks(language: str) -> list[str]:
    """The page's examples in one language, in their order."""
    return [code for found, code in BLOCK.findall(PAGE.read_text("utf-8")) if found == language]


def part(name: str) -> Any:
    """A module of the generated client."""
    return importlib.import_module(f"asking.{name}")


def question(**changes: str) -> Any:
    """One about somebody who is not listed."""
    models = part("models")
    number = changes.pop("id_number", "660101199001010020")
    party = models.Party(kind=models.Kind.PERSON, name="王秀英", id_number=number)
    words = {"measure": "air-travel", "purpose": "booking 8841", **changes}
    return models.NewQuestion(party=party, **words)


def test_every_block_of_the_page_does_what_it_says(developer: Developer) -> None:
    script = "\n".join([*blocks("sh"), f'printf %s "$CLIENT_SECRET" >{developer.kept}'])
    said = developer.run("bash", "-euo", "pipefail", "-c", script)
    assert '"outcome": "no_listing"' in said
    assert "token_revoked" in said
    assert ["true" in line for line in said.splitlines() if " until " in line] == [True, True]
    assert said.rstrip().endswith("false")


def test_no_block_is_left_out() -> None:
    fences = re.findall(r"^```(\w*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    opened = [word for word in fences if word]
    assert opened == [language for language, _ in BLOCK.findall(PAGE.read_text("utf-8"))]
    assert set(opened) == {"sh", "python"}
    for code in blocks("python"):
        assert sum(bool(line) for line in code.splitlines()) <= 14


def test_the_pages_python_runs_as_it_stands(developer: Developer, generated: Any) -> None:
    said = developer.run(sys.executable, "-c", "\n".join(blocks("python")))
    assert said.splitlines()[:2] == ["httpx: no_listing False", "generated: no_listing False"]


def test_a_generated_client_asks_and_reads_its_answer_again(asking: Asking) -> None:
    client, models = asking.holder(), part("models")
    decide = part("api.partners.decide")
    answer = decide.sync_detailed(client=client, body=question(), idempotency_key="one")
    assert answer.headers["ratelimit-policy"] == '"questions";q=2000;w=20'
    told = answer.parsed
    assert isinstance(told, models.DecisionAnswer)
    assert (told.outcome, told.replayed) == (models.Outcome.NO_LISTING, False)
    assert told.valid_until.tzinfo is not None
    repeated = decide.sync(client=client, body=question(), idempotency_key="one")
    assert (repeated.decision_id, repeated.replayed) == (told.decision_id, True)
    again = part("api.partners.read_decision").sync(id=told.decision_id, client=client)
    assert (again.decision_id, again.outcome) == (told.decision_id, told.outcome)


@pytest.mark.parametrize(
    ("changes", "scope", "status", "code"),
    [
        ({"id_number": "660101199001010021"}, None, 422, "invalid_identifier"),
        ({"measure": "loan-reference"}, None, 403, "measure_not_yours"),
        ({"measure": "moon-travel"}, None, 404, "measure_unknown"),
        ({"purpose": ""}, None, 422, "invalid_body"),
        ({}, "restricted-air-travel", 403, "scope_missing"),
    ],
)
def test_a_no_is_a_typed_problem(
    asking: Asking, changes: dict[str, str], scope: str | None, status: int, code: str
) -> None:
    client = asking.holder(scope)
    refused = part("api.partners.decide").sync(client=client, body=question(**changes))
    assert isinstance(refused, part("models").Problem)
    assert (refused.status, refused.code) == (status, code)


def test_what_everybody_may_read_fits_the_clients_types(asking: Asking) -> None:
    client = asking.anybody()
    doors = {
        "everybody": ("measures", "mous"),
        "rules": ("rulebook",),
        "every_service": ("health", "readiness", "inventory", "read_clock"),
    }
    for tag, names in doors.items():
        for name in names:
            told = part(f"api.{tag}.{name}").sync(client=client)
            assert told is not None
            assert not isinstance(told, part("models").Problem)
    mous = part("api.everybody.mous").sync(client=client)
    one = part("api.everybody.one_mou").sync(id=mous.mous[0].id, client=client)
    assert one.id == mous.mous[0].id


def test_a_generated_client_makes_itself_a_secret_by_basic(asking: Asking) -> None:
    client, body = asking.by_secret("harbour-bank"), part("models").NewSecret(overlap_days=1)
    given = part("api.partners.make_own_secret").sync(client=client, body=body)
    assert given.client_id == "harbour-bank"
    shown = part("api.partners.own_secrets").sync(client=client)
    assert [secret.is_live for secret in shown.secrets] == [True, True]
