"""How serious the duties behind the court's listings are; the lists make no difference."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy.orm import Session

from services.court import records
from services.court.domain import Duty
from shared.procedure.casework import Bracket
from shared.procedure.consequences.brackets import amount_bracket, amount_brackets
from shared.rulebook import Rules, Text

OTHER_DUTIES: Final[Mapping[str, Text]] = {
    Duty.ACT: Text(en="To do something", zh="履行行为"),
    Duty.DESIST: Text(en="To desist from something", zh="停止某项行为"),
    Duty.APOLOGISE: Text(en="To apologise", zh="赔礼道歉"),
    Duty.VISIT: Text(en="To visit somebody", zh="探望"),
}


def duty_brackets(floor: Rules) -> Sequence[Bracket]:
    """By the amount of the judgment, and by what it demands if that is not money."""
    others = [Bracket(f"duty-{duty}", says) for duty, says in OTHER_DUTIES.items()]
    return [*amount_brackets(floor), *others]


def duties_behind(session: Session, bases: Collection[str], floor: Rules) -> Mapping[str, str]:
    """For each judgment, and each order under one, the bracket of what the judgment demands."""
    found = records.duties_under(session, bases)
    return {basis: _bracket(duty, amount, floor) for basis, duty, amount in found}


def _bracket(duty: str, amount_yuan: int | None, floor: Rules) -> str:
    return f"duty-{duty}" if amount_yuan is None else amount_bracket(amount_yuan, floor)
