"""What was decided beside a procedure, told to its party: a longer term, a grace, a deletion."""

from collections.abc import Iterator

from services.court.api.rule_words import because, called, length, sourced
from services.court.domain import Aggravation, Deletion, Grace, LongerTerm
from services.court.domain.terms import LEAST_ADDED, MOST_ADDED, MOST_GRACE
from shared.calendar import legal_day
from shared.plain import counted, on, said
from shared.procedure.shapes import Remedy
from shared.procedure.steps import Proposal, State
from shared.procedure.told.rule_told import LENGTHS
from shared.rulebook import Ending, Rules, Text
from shared.rulebook.rows import Unit

WHY: dict[Aggravation, Text] = {
    Aggravation.SERIOUS_VIOLENCE: said(
        "of serious violence or threats", "以严重暴力、威胁方法妨碍执行"
    ),
    Aggravation.SEVERAL_GROUNDS: said("there is more than one ground", "具有多项失信行为"),
}
PERFORM_IN_GRACE = said(
    "Perform what the judgment demands while the grace runs: then nothing is published.",
    "在宽限期内履行判决义务；履行完毕的，不予公布。",
)


def longer_term_told(longer: LongerTerm, rules: Rules) -> list[Text]:
    """How much longer the listing is to stand, why, and within which bounds."""
    added = said(
        "On {day} an officer of this court asked that the listing stand {years} longer than its"
        " ground gives, because {why}. The second officer agrees to that and to the proposal"
        " together, or to neither.",
        "{day}，本院经办人员提出，该条目的期限在该理由的期限之外再延长{years}，原因：{why}。"
        "另一名人员对此与列入提案一并决定是否批准。",
        day=on(legal_day(longer.decided_at)),
        years=counted(longer.added_years, *LENGTHS[Unit.YEARS]),
        why=WHY[longer.because],
    )
    return [added, *because(longer.reasons), *_bounds(rules), *sourced(rules, MOST_ADDED)]


def _bounds(rules: Rules) -> Iterator[Text]:
    if {LEAST_ADDED, MOST_ADDED} <= set(rules.rows):
        yield said(
            "The rules let so grave a case stand longer by at least {least} and at most {most}.",
            "对情节严重的，规则允许延长的期限最短为{least}，最长为{most}。",
            least=length(rules, LEAST_ADDED),
            most=length(rules, MOST_ADDED),
        )


def grace_told(grace: Grace, rules: Rules) -> list[Text]:
    """How much time the party was given before anything is published."""
    given = said(
        "On {day} an officer of this court gave you {months} to perform: nothing is published"
        " before the end of {until}.",
        "{day}，本院人员给予您{months}的宽限期：至{until}止不予公布。",
        day=on(legal_day(grace.given_at)),
        months=counted(grace.months, *LENGTHS[Unit.MONTHS]),
        until=on(grace.until_on),
    )
    return [given, *sourced(rules, MOST_GRACE)]


def performing_in(grace: Grace, proposal: Proposal) -> list[Remedy]:
    """To perform while the grace runs, if the procedure still waits for its end."""
    if proposal.state is not State.NOTIFIED:
        return []
    return [Remedy(what=PERFORM_IN_GRACE, door="/v1/contact", until=grace.until_on)]


def deletion_told(deletion: Deletion, rules: Rules) -> list[Text]:
    """Why a listing ended before its date, and whether the court had to end it."""
    ended = said(
        "On {day} an officer of this court deleted the listing, for this reason: {why}.",
        "{day}，本院人员删除该条目，原因：{why}。",
        day=on(legal_day(deletion.decided_at)),
        why=called(rules, deletion.ending),
    )
    told = [ended, *_searched(deletion), *because(deletion.reasons)]
    return [*told, *_owed(deletion, rules), *sourced(rules, deletion.ending)]


def _searched(deletion: Deletion) -> Iterator[Text]:
    if deletion.asset_search_count is not None:
        yield said(
            "{searches} for assets had found nothing.",
            "此前{searches}财产查询均未发现可供执行的财产。",
            searches=counted(deletion.asset_search_count, "search", "searches", "次"),
        )


def _owed(deletion: Deletion, rules: Rules) -> Iterator[Text]:
    ending = rules.all_of(Ending).get(deletion.ending)
    if ending is not None:
        yield MUST if ending.must else MAY


MUST = said("For that reason the court must end a listing.", "出现该情形的，法院应当删除。")
MAY = said("For that reason the court may end a listing.", "出现该情形的，法院可以删除。")
