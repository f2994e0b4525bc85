"""Who stands behind which firm, told to the firm and to the person in sentences, both languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.calendar import legal_day
from shared.identifiers import Party
from shared.plain import on, quoted, said, stripped
from shared.procedure.rules_shown import EffectShown
from shared.rulebook import Text
from shared.ties.domain import Contest, Tie
from shared.ties.roles import Role
from shared.ties.shapes import FollowedShown, ListedThrough

FIRMS: dict[Role, Text] = {
    Role.REPRESENTATIVE: said("your legal representative", "法定代表人"),
    Role.FOUNDER: said("somebody who founded you", "设立人"),
    Role.RESPONSIBLE: said("directly responsible for you", "直接责任人员"),
}
PERSONS: dict[Role, Text] = {
    Role.REPRESENTATIVE: said(
        "You are recorded as this firm's legal representative.", "您被登记为该企业的法定代表人。"
    ),
    Role.FOUNDER: said(
        "You are recorded as somebody who founded this firm.", "您被登记为该企业的设立人。"
    ),
    Role.RESPONSIBLE: said(
        "A decision names you as directly responsible for this firm.",
        "有决定认定您为该企业的直接责任人员。",
    ),
}
CUT = said(
    "That was cut as untrue: nothing follows from it.", "该记录因不实已被撤销，不产生任何后果。"
)


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from one tie: by itself, through a procedure, for the firm."""

    for_person: list[EffectShown]
    listed_through: list[ListedThrough]
    for_firm: list[FollowedShown]


def person_told(tie: Tie) -> list[Text]:
    """Who is recorded as standing behind a firm, for the firm to read."""
    recorded = said(
        "Recorded as standing behind you since {day}: {name}, as {role}.",
        "自{day}起，{name}被记录为您的{role}。",
        name=Text(en=tie.person.name, zh=tie.person.name),
        day=on(tie.since_on),
        role=FIRMS[tie.role],
    )
    return [recorded, *_until(tie)]


def tie_told(
    tie: Tie, firm: Party | None, follows: Follows, contests: Sequence[Contest]
) -> list[Text]:
    """Which firm a person is said to stand behind, what follows, and what was said against it."""
    name = firm.name if firm else tie.id
    about = said(
        "About the firm {firm}, since {day}: {says}",
        "关于企业{firm}，自{day}起：{says}",
        firm=Text(en=name, zh=name),
        day=on(tie.since_on),
        says=PERSONS[tie.role],
    )
    return [about, *_until(tie), *_follows(follows), *map(_contest_told, contests)]


def _until(tie: Tie) -> Iterator[Text]:
    if tie.cut_at is not None:
        yield CUT
    elif tie.until_on is not None:
        yield said("That ended on {day}.", "该关系已于{day}终止。", day=on(tie.until_on))


def _follows(follows: Follows) -> Iterator[Text]:
    """What follows for the person, by which rule somebody asked that they be listed, what it made
    of the firm.
    """
    for effect in follows.for_person:
        yield said(
            "What follows for you: {what}.", "由此对您带来：{what}。", what=stripped(effect.says)
        )
    for listed in follows.listed_through:
        yield said(
            "A listing of you was asked for because of it; the procedure stands above. The rule"
            " says: {what}.",
            "因此提出将您列入名单，该程序见上文。规则为：{what}。",
            what=stripped(listed.rule.says),
        )
    for reached in follows.for_firm:
        yield said(
            "Through you another firm's grade reached this one for {year}. The rule says: {what}.",
            "因您的关联，另一企业的级别影响了该企业{year}年度的级别。规则为：{what}。",
            year=Text(en=str(reached.year), zh=str(reached.year)),
            what=stripped(reached.rule.says),
        )


def _contest_told(contest: Contest) -> Text:
    """One contest: waiting, decided, being reviewed, reviewed."""
    raised = said(
        "On {day} you said that it is not true.",
        "您于{day}提出该记录不属实。",
        day=on(legal_day(contest.raised_at)),
    )
    told = [raised, *_answers(contest)]
    return Text(en=" ".join(one.en for one in told), zh="".join(one.zh for one in told))


def _answers(contest: Contest) -> Iterator[Text]:
    if contest.decided_at is None:
        yield said(
            "That is decided by {day}; until then nothing new follows from it.",
            "本机关应当不迟于{day}作出决定，在此之前不产生新的后果。",
            day=on(contest.decide_by),
        )
        return
    yield _verdict(contest.is_upheld, contest.reasons)
    if contest.reviewed_at is not None:
        yield said("You turned to the body above.", "您已申请上一级机关复核。")
        yield _verdict(contest.is_upheld_on_review, contest.review_reasons)
    elif contest.review_asked_at is not None:
        yield said(
            "You have asked the body above to review that; until it has decided nothing new"
            " follows from it.",
            "您已申请上一级机关复核，在其作出决定之前不产生新的后果。",
        )


def _verdict(is_upheld: bool | None, reasons: str | None) -> Text:
    kind = UPHELD if is_upheld else DISMISSED
    return said(
        "{kind} The reasons given are: {why}",
        "{kind}所述理由：{why}",
        kind=kind,
        why=quoted(reasons or ""),
    )


UPHELD = said("It was found that you are right.", "经认定，您的异议成立。")
DISMISSED = said("It was found that you are not right.", "经认定，您的异议不成立。")
