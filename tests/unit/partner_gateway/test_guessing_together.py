"""Partners who share out the guessing meet the issuer's own limit, which nobody gets around."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demo.population import candidates_behind
from shared.calendar import start_of
from shared.contract import Act
from shared.database import Database
from shared.ledger.acts import LedgerBase, append
from shared.ledger.confirmations import GuessLimit, confirm
from shared.sealing import Question, Verdict
from tests.builders import make_listing, make_party
from tests.unit.partner_gateway.world import AIRLINE, BANK, FEBRUARY, GOLF, HOTEL, POSTS, Gateway
from tests.unit.shared.memory import memory_database

PARTY = make_party()
WRONG = [number for number in candidates_behind(PARTY.truncated_id) if number != PARTY.id_number]
GANG = [
    (AIRLINE, "air-travel"),
    (HOTEL, "star-hotel"),
    (GOLF, "golf"),
    (POSTS, "public-posts"),
    (BANK, "loan-reference"),
]


@dataclass
class RealLimit:
    """The court's own way of answering, on its own tables."""

    database: Database
    now: datetime

    async def ask(self, questions: Sequence[Question]) -> Sequence[Verdict | None]:
        """As the court does, with its limit of three wrong numbers in 30 days."""
        with self.database.write() as session:
            limit = GuessLimit(3, 30)
            return [confirm(session, one, b"secret", limit, self.now) for one in questions]


async def test_a_gang_of_partners_learns_no_number(gateway: Gateway, tmp_path: Path) -> None:
    court = memory_database([LedgerBase.metadata], f"sqlite:///{tmp_path}/court.sqlite")
    gateway.list(PARTY)
    gateway.bring_out()
    with court.write() as session:
        append(session, make_listing(PARTY), Act.LISTED, start_of(FEBRUARY))
    gate = gateway.open.app.state.gate
    object.__setattr__(gate, "enquirer", RealLimit(court, start_of(FEBRUARY)))
    guesses = iter([*WRONG, PARTY.id_number])
    heard: list[str] = []
    for partner, measure in GANG * 2:
        guess = PARTY.model_copy(update={"id_number": next(guesses)})
        heard.append((await gateway.ask(guess, partner, measure)).json()["outcome"])
    assert heard == ["no_listing"] * 3 + ["refer"] * 7
    assert (await gateway.ask(PARTY)).json()["code"] == "partner_stopped"
    court.close()
