"""Rules of the court's rulebook as parts of sentences, whether or not they are still in force."""

from collections.abc import Iterable, Iterator

from shared.origin import Origin
from shared.plain import counted, quoted, said, stripped
from shared.procedure.told.rule_told import LENGTHS, resting_on
from shared.rulebook import Rules, Text


def called(rules: Rules, rule_id: str) -> Text:
    """What a rule says, without its full stop; its code where it is no longer in force."""
    row = rules.rows.get(rule_id)
    return stripped(row.says) if row else Text(en=rule_id, zh=rule_id)


def each(rules: Rules, rule_ids: Iterable[str]) -> Text:
    """What several rules say, one after the other, each in quotation marks."""
    found = [called(rules, one) for one in rule_ids]
    return Text(
        en="; ".join(f"“{one.en}”" for one in found), zh="；".join(f"“{one.zh}”" for one in found)
    )


def sourced(rules: Rules, rule_id: str) -> list[Text]:
    """What a rule rests on and how sure it is, or that it is no longer in force."""
    row = rules.rows.get(rule_id)
    return resting_on(row) if row else [NO_LONGER]


NO_LONGER = said("The rules in force here no longer have it.", "现行规则中已无此项。")


def length(rules: Rules, rule_id: str) -> Text:
    """How long a rule gives: `3 working days`."""
    return counted(rules.number(rule_id), *LENGTHS[rules.row(rule_id).unit])


def because(reasons: str | None) -> list[Text]:
    """An officer's own reasons, where some were given."""
    if not reasons:
        return []
    return [said("The reasons given are: {why}", "所述理由：{why}", why=quoted(reasons))]


def own_time(rules: Rules, rule_id: str) -> Iterator[Text]:
    """What a length of time is, where the model has it of its own or is stricter than the rule."""
    row = rules.rows.get(rule_id)
    if row is not None and (row.floor or row.origin is Origin.OURS):
        yield said("Of that time: {what}.", "关于该期限：{what}。", what=stripped(row.says))
