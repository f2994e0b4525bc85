"""`chimera reconcile`: how the register compares with each issuer's own word, and what differed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import typer
from rich.table import Table

from demo import godmode
from demo.console import answer, out
from demo.launcher import StateFolder
from demo.launcher.plan import AUTHORITIES
from demo.options import HERE, StateDir
from demo.roster import PLATFORM, read_roster
from demo.status import local_text
from demo.trouble import Trouble

COLUMNS = ("issuer", "compared", "for the day", "stand there", "stand here", "outcome")
NEVER = "never compared"
# A later restatement has put these right, or there was nothing to put right.
WELL = frozenset({"agreed", "restating"})
Comparison = Mapping[str, Any]

At = Annotated[str | None, typer.Option(help="One issuer only.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one issuer and the register stand to each other."""

    issuer: str
    latest: Comparison | None
    # The latest comparison that named any difference, which may be the same one.
    differing: Comparison | None

    @property
    def is_well(self) -> bool:
        """Whether nothing waits for a person."""
        return self.latest is None or self.latest["outcome"] in WELL


def reconcile(state_dir: StateDir = HERE, at: At = None, as_json: AsJson = False) -> None:
    """Show per issuer what was missing, extra or different here, and why; exit code 1 if one still
    differs.
    """
    found = [_standing(*one) for one in _asked(StateFolder(state_dir), at)]
    if as_json:
        answer(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
    else:
        _show(found)
    if not all(one.is_well for one in found):
        raise typer.Exit(1)


def _asked(folder: StateFolder, at: str | None) -> Iterator[tuple[str, Sequence[Comparison]]]:
    issuers = read_roster(AUTHORITIES).issuers
    if at is not None and at not in issuers:
        raise Trouble(f"There is no issuer {at}, only {', '.join(issuers)}", exit_code=2)
    url = folder.running_stack()["addresses"][PLATFORM]
    headers = {"Authorization": f"Bearer {godmode.token(folder.keys, PLATFORM, 'operator')}"}
    with httpx.Client(base_url=url, headers=headers, timeout=30, trust_env=False) as client:
        for issuer in [at] if at else issuers:
            yield issuer, _comparisons(client, issuer)


def _comparisons(client: httpx.Client, issuer: str) -> Sequence[Comparison]:
    """The latest ones, newest first."""
    try:
        told = client.get("/v1/digests", params={"issuer": issuer}).raise_for_status().json()
        comparisons: list[Comparison] = told["comparisons"]
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise Trouble(f"The platform does not tell how it compares with {issuer}") from error
    return comparisons


def _standing(issuer: str, comparisons: Sequence[Comparison]) -> Standing:
    differing = next((one for one in comparisons if one["differed"]), None)
    return Standing(issuer, comparisons[0] if comparisons else None, differing)


def _as_json(one: Standing) -> dict[str, Any]:
    return {
        "issuer": one.issuer,
        "is_well": one.is_well,
        "latest": one.latest,
        "latest_with_differences": one.differing,
    }


def _show(found: Sequence[Standing]) -> None:
    table = Table(*COLUMNS)
    for one in found:
        table.add_row(*_row(one))
    out.print(table)
    for line in (line for one in found if one.differing for line in _told(one.differing)):
        answer(line)


def _row(one: Standing) -> tuple[str, ...]:
    if one.latest is None:
        return (one.issuer, NEVER, "", "", "", "")
    told = one.latest
    numbers = (f"{told['count_there']:,}", f"{told['count_here']:,}")
    return (one.issuer, local_text(told["at"]), told["day"], *numbers, told["outcome"])


def _told(comparison: Comparison) -> Iterator[str]:
    """What differed at the latest comparison that found anything, kind by kind."""
    at = local_text(comparison["at"])
    for kind in comparison["differed"]:
        named = ", ".join(_named(one) for one in kind["first"])
        more = kind["count"] - len(kind["first"])
        rest = f" and {more} more" if named and more > 0 else ""
        yield f"{comparison['issuer']}, {at}: {kind['count']} {kind['kind']}. {kind['why']}"
        if named:
            yield f"  {named}{rest}"


def _named(one: Mapping[str, Any]) -> str:
    there, here = one["version_there"], one["version_here"]
    return f"{one['ref']} (there {there or '-'}, here {here or '-'})"
