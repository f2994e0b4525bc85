"""By which rule: the ground in words, its legal basis, how sure it is, and how long it lasts."""

from collections.abc import Iterator

from shared.origin import Origin
from shared.plain import basis, counted, force, how_sure, judgement, said, stripped
from shared.procedure.told.facts import Facts
from shared.rulebook.rows import Ground, Row, Text, Unit

LENGTHS = {
    Unit.DAYS: ("day", "days", "天"),
    Unit.WORKING_DAYS: ("working day", "working days", "个工作日"),
    Unit.MONTHS: ("month", "months", "个月"),
    Unit.YEARS: ("year", "years", "年"),
}


def by_which_rule(facts: Facts) -> list[Text]:
    """The ground and what is known about it."""
    row = facts.ground
    if row is None:
        return [_no_longer_known(facts)]
    return [_ground(row), *resting_on(row), judgement(row.openness), *_term(facts, row)]


def resting_on(row: Row) -> list[Text]:
    """What a rule rests on, and how sure it is."""
    return [_basis(row), _how_sure(row)]


def _no_longer_known(facts: Facts) -> Text:
    code = Text(en=facts.proposal.ground, zh=facts.proposal.ground)
    return said(
        "The ground is called {code}. The rules in force here no longer have it.",
        "理由代码为{code}，现行规则中已无此项。",
        code=code,
    )


def _ground(row: Row) -> Text:
    return said("The ground is: “{says}.”", "理由是：“{says}。”", says=stripped(row.says))


def _basis(row: Row) -> Text:
    return said(
        "Its basis is: {basis}. That is {force}.",
        "依据：{basis}。其性质为{force}。",
        basis=basis(row.legal_basis),
        force=force(row.legal_force),
    )


def _how_sure(row: Row) -> Text:
    return said(
        "How sure we are of this rule: {sure}. Source: {source}.",
        "本模型对该规则的把握程度：{sure}。来源：{source}。",
        sure=how_sure(row.confidence),
        source=Text(en=row.source, zh=row.source),
    )


def _term(facts: Facts, row: Row) -> Iterator[Text]:
    """How long a place on the list lasts on this ground."""
    if not isinstance(row.value, Ground) or row.value.term not in facts.rules.rows:
        return
    term = facts.rules.row(row.value.term)
    if term.unit not in LENGTHS:
        return
    length = counted(facts.rules.number(term.id), *LENGTHS[term.unit])
    whose = OURS if term.origin is Origin.OURS else _whose(term)
    yield said(
        "On this ground a place on the list lasts {length}. {whose}",
        "依该理由列入名单的期限为{length}。{whose}",
        length=length,
        whose=whose,
    )


OURS = said(
    "That length is this model's own safeguard: the rule that it follows names none.",
    "该期限是本模型自设的保障，其所依据的规则并未规定期限。",
)


def _whose(term: Row) -> Text:
    return said(
        "How sure we are of that: {sure}.",
        "对该期限的把握程度：{sure}。",
        sure=how_sure(term.confidence),
    )
