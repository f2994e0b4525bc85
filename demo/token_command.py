"""`chimera token`: fresh tokens for whoever has a part in the model, all of them invented."""

from typing import Annotated, Literal

import typer

from demo import godmode, identity
from demo.console import answer
from demo.launcher import StateFolder
from demo.launcher.plan import AUTHORITIES
from demo.options import HERE, StateDir
from demo.parties import KnownParties
from demo.roster import read_roster
from demo.trouble import Trouble
from shared.access import read_key

Role = Literal["clerk", "reviewer", "appeals", "auditor", "operator", "party"]


def token(
    role: Annotated[Role, typer.Argument()],
    at: Annotated[str, typer.Option(help="The service it is for.")],
    subject: Annotated[str | None, typer.Option(help="Which officer, such as clerk-2.")] = None,
    id_number: Annotated[str | None, typer.Option(help="Which invented party.")] = None,
    state_dir: StateDir = HERE,
) -> None:
    """Print a fresh token: for an officer, an auditor, an operator, or an invented party."""
    folder, names = StateFolder(state_dir), read_roster(AUTHORITIES).names
    if at not in names:
        raise Trouble(f"There is no service {at}, only {', '.join(names)}", exit_code=2)
    if not folder.keys.exists():
        raise Trouble(f"There are no keys in {folder.path}: `chimera up` makes them")
    if role == "party":
        answer(_party_token(folder, at, id_number))
    else:
        answer(godmode.token(folder.keys, at, role, subject))


def _party_token(folder: StateFolder, at: str, id_number: str | None) -> str:
    if id_number is None:
        raise Trouble("A party's token needs --id-number", exit_code=2)
    party = KnownParties(folder.state / "identity" / "parties.sqlite").find(id_number.upper())
    if party is None:
        raise Trouble("No invented party here has this number")
    return identity.sign(read_key(folder.keys / "identity" / "signing.jwk"), at, party)
