"""What the court holds beside the procedures, in exact sentences, under the rules of any date."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.court.api.case_words import (
    application_told,
    circumstance_told,
    judged_told,
    performing,
    relisting_told,
)
from services.court.api.decision_words import (
    WHY,
    deletion_told,
    grace_told,
    longer_term_told,
    performing_in,
)
from services.court.api.exemption_words import (
    asking,
    breach_told,
    exemption_told,
    exemptions_to_ask,
)
from services.court.api.order_words import Place, order_told
from services.court.domain import (
    Aggravation,
    Application,
    Breach,
    Circumstance,
    Deletion,
    Duty,
    EnforcementNotice,
    ExemptionAsked,
    Extent,
    Grace,
    LongerTerm,
    Performance,
    Restriction,
)
from services.court.domain.restrictions import RESTRICTIONS, measures
from shared.calendar import start_of
from shared.contract import Cause
from shared.procedure.shapes import Remedy
from shared.procedure.steps import State
from shared.rulebook import Bar, Ending, Exemption, Ground, Reach, Rules, Text, load
from tests.builders import make_judgment, make_listing, make_proposal
from tests.unit.sentences import not_whole
from tests.unit.shared.memory import COURT_RULES, court_rules

THEN = start_of(date(2019, 3, 1))
RULES, RULES_2020 = court_rules(), court_rules(date(2020, 1, 1))
ORDER = Restriction("r-qhzxkvbnwertyuiopasd", "j-x", "unpaid-after-notice", (), "clerk-one", THEN)
LISTING = make_listing(
    list=RESTRICTIONS, listed_on=date(2019, 3, 14), stands_until=date(2021, 3, 14)
)
BOUND = Place("debtor", LISTING, is_under_way=False)
FLIGHT = ExemptionAsked(
    id="e-x",
    restriction_id=ORDER.id,
    ref=LISTING.ref,
    exemption="necessary-spending",
    measure="planes",
    from_on=date(2019, 3, 18),
    until_on=date(2019, 3, 20),
    asked_at=start_of(date(2019, 3, 15)),
)
APPLICATION = Application(
    "a-x", "j-x", "evades-enforcement", date(2019, 2, 1), date(2019, 2, 16), "clerk-one", THEN
)


def circumstance(bar: str, until_on: date | None = None) -> Circumstance:
    """Noted on 1 March, there since 1 February."""
    return Circumstance("b-x", "j-x", bar, date(2019, 2, 1), until_on, "clerk-one", THEN)


def test_security_is_told_with_the_ground_that_it_bars_and_its_rule() -> None:
    assert circumstance_told(circumstance("sufficient-security"), RULES)[:2] == [
        Text(
            en="Since Friday, 1 February 2019 this is noted on your case, without a last day: Has"
            " given sufficient and effective security.",
            zh="自2019年2月1日（星期五）起，您的案件中记载以下情形（未记载截止日期）：提供了充分有效担保。",
        ),
        Text(
            en="While it holds, nobody can put you on a list in this case on these grounds: “Could"
            " perform what the judgment demands, and does not”. A listing on one of them that"
            " stands all the same must be withdrawn.",
            zh="该情形存续期间，不得以下列理由在本案中将您列入名单：“有能力履行而不履行判决确定的义务”；"
            "已经列入的，应当撤销。",
        ),
    ]


def test_a_circumstance_with_a_last_day_says_it_and_a_policy_is_no_law() -> None:
    told = circumstance_told(circumstance("student-campus-loan", date(2019, 6, 30)), RULES_2020)
    assert told[0].en.startswith("From Friday, 1 February 2019 until the end of Sunday, 30 June")
    assert told[2].zh == (
        "依据：最高人民法院《关于在执行工作中进一步强化善意文明执行理念的意见》（法发〔2019〕35号）。"
        "其性质为政策性文件，并非法律。"
    )


def test_a_circumstance_that_the_rules_no_longer_know_is_told_by_its_code() -> None:
    told = circumstance_told(circumstance("student-campus-loan"), RULES)
    assert [one.en for one in told] == [
        "Since Friday, 1 February 2019 this is noted on your case, without a last day:"
        " student-campus-loan.",
        "The rules in force here no longer have it.",
    ]


def test_an_application_is_told_with_the_last_day_to_decide_or_the_reasons_of_the_no() -> None:
    waiting = application_told(APPLICATION, RULES)
    assert waiting[0].en == (
        "On Friday, 1 February 2019 the creditor asked that you be put on the list of judgment"
        " defaulters, on this ground: Evades enforcement by sham lawsuits or arbitration, or by"
        " hiding or moving assets. Who the creditor is, is not held here."
    )
    assert waiting[1].zh == "法院对该申请作出决定的截止日期为2019年2月16日（星期六）。"
    undated = application_told(replace(APPLICATION, decide_by=None), RULES)
    assert undated[1].en == "The rules in force give the court no last day to decide on it."
    dismissed = replace(APPLICATION, dismissed_at=THEN, dismissal_reasons="Nothing was hidden.")
    assert [one.en for one in application_told(dismissed, RULES)[1:]] == [
        "On Friday, 1 March 2019 an officer of this court dismissed it.",
        "The reasons given are: “Nothing was hidden.”",
    ]


def test_until_when_nobody_is_listed_again_is_told_with_what_is_our_reading() -> None:
    assert relisting_told(None, RULES) == []
    told = relisting_told(date(2019, 9, 1), RULES)
    assert told[0] == Text(
        en="A listing was deleted because the creditor asked for it: nobody can put you on the list"
        " of judgment defaulters again in this case before the end of Sunday, 1 September 2019.",
        zh="因申请执行人申请，已删除您的失信信息：至2019年9月1日（星期日）止，"
        "不得在本案中再次将您列入失信被执行人名单。",
    )
    assert told[1].en.endswith("acting of its own motion, is the model's reading.")


def test_who_judges_an_apology_is_told_and_a_payment_needs_no_judge() -> None:
    apology = make_judgment(duty=Duty.APOLOGISE, amount_yuan=None)
    assert judged_told(make_judgment(), RULES) == []
    assert judged_told(apology, RULES)[0].zh == (
        "是否已经履行并无规则可以衡量，由执行法院裁量。本模型对此的把握程度：取自本模型所依据的论文，而非规则原文。"
    )


def test_the_last_day_to_perform_is_that_of_the_last_notice_and_ends_with_performance() -> None:
    notices = tuple(
        EnforcementNotice(date(2019, 1, day), date(2019, 1, day + 10), warns_of_listing=True)
        for day in (2, 5)
    )
    warned = make_judgment(notices=notices)
    assert [one.until for one in performing(warned)] == [date(2019, 1, 15)]
    done = warned.perform(_paid(), date(2019, 1, 6))
    assert performing(done) == performing(make_judgment()) == []


def _paid() -> Performance:
    return Performance(date(2019, 1, 6), Extent.FULL)


def test_a_longer_term_says_how_much_why_and_within_which_bounds() -> None:
    longer = LongerTerm(
        "p-x", Aggravation.SERIOUS_VIOLENCE, 3, "He came with an axe.", "clerk-one", THEN
    )
    assert [one.en for one in longer_term_told(longer, RULES)[:4]] == [
        "On Friday, 1 March 2019 an officer of this court asked that the listing stand 3 years"
        " longer than its ground gives, because of serious violence or threats. The second officer"
        " agrees to that and to the proposal together, or to neither.",
        "The reasons given are: “He came with an axe.”",
        "The rules let so grave a case stand longer by at least 1 year and at most 3 years.",
        "Its basis is: 2017 Provisions, Art. 2. That is a law or a judicial interpretation.",
    ]
    assert set(WHY) == set(Aggravation)


def test_a_grace_is_a_day_before_which_nothing_is_published_and_a_last_day_to_perform() -> None:
    grace = Grace("p-x", 2, date(2019, 5, 1), "clerk-one", THEN)
    assert grace_told(grace, RULES_2020)[0].zh == (
        "2019年3月1日（星期五），本院人员给予您2个月的宽限期：至2019年5月1日（星期三）止不予公布。"
    )
    waiting = make_proposal(state=State.NOTIFIED)
    assert [one.until for one in performing_in(grace, waiting)] == [date(2019, 5, 1)]
    assert performing_in(grace, make_proposal(state=State.LAPSED)) == []


def test_a_deletion_says_why_and_whether_the_court_had_to() -> None:
    ended = Deletion("l-x", "j-x", "round-ended", "clerk-one", THEN, "Thrice.", 3)
    assert [one.en for one in deletion_told(ended, RULES)[:4]] == [
        "On Friday, 1 March 2019 an officer of this court deleted the listing, for this reason:"
        " This round of enforcement has ended, and asset searches since have found nothing.",
        "3 searches for assets had found nothing.",
        "The reasons given are: “Thrice.”",
        "For that reason the court must end a listing.",
    ]
    asked = Deletion("l-x", "j-x", "creditor-asks", "clerk-one", THEN)
    assert "For that reason the court may end a listing." in [
        one.en for one in deletion_told(asked, RULES)
    ]


def test_an_order_tells_its_days_what_it_forbids_and_how_it_ends() -> None:
    told = [one.en for one in order_told(ORDER, BOUND, RULES)]
    assert told[:3] == [
        "On Friday, 1 March 2019 an officer of this court asked for an order that restricts your"
        " consumption, on this ground: Did not pay within the time that the enforcement notice"
        " gave. No bad faith is asked for.",
        "It reaches you as the debtor of the judgment.",
        "It counts from Thursday, 14 March 2019 until the end of Saturday, 13 March 2021, unless it"
        " is lifted sooner.",
    ]
    assert told[3].startswith(
        "On the days on which it counts it forbids you: “Travelling by plane”; “"
    )
    assert told[3].count("“") == len(measures(RULES)) == 13
    assert told[5:8] == [
        "The court must lift it, within 3 working days, for each of these reasons: “The duty has"
        " been performed in full: the court must lift the order, where it was announced too”.",
        "Of that time: So long the court has to lift an order that must be lifted; the rule says"
        " promptly.",
        "The court may lift it for each of these reasons: “Real and effective security was given:"
        " the court may lift the order”; “The creditor agrees: the court may lift the order”.",
    ]


def test_what_a_breach_brings_is_nothing_that_an_order_forbids() -> None:
    assert "breach-answered" not in measures(RULES)
    told = [one.zh for one in order_told(ORDER, BOUND, RULES)]
    assert told[4] == (
        "违反的后果：违反限制消费令的，可以罚款、拘留直至追究刑事责任；本模型仅作为第五项事由的事实。"
    )


@pytest.mark.parametrize(
    ("place", "zh"),
    [
        (
            Place("debtor", None, is_under_way=True),
            "该措施目前尚不约束您：须先完成本档案所载的程序。",
        ),
        (Place("debtor", None, is_under_way=False), "该措施未生效，从未约束您。"),
        (
            Place("debtor", LISTING.withdraw(Cause.SETTLED, date(2019, 4, 1)), is_under_way=False),
            "该措施自2019年3月14日（星期四）起约束您，已于2019年4月1日（星期一）终止。",
        ),
    ],
)
def test_an_order_that_does_not_bind_says_so_and_leaves_nothing_to_ask_for(
    place: Place, zh: str
) -> None:
    assert order_told(ORDER, place, RULES)[2].zh == zh
    assert asking(ORDER, place) == []


def test_who_acts_for_a_body_is_told_as_what_it_is_reached() -> None:
    told = order_told(ORDER, replace(BOUND, role="legal-representative"), RULES)
    assert told[1].en == (
        "You owe nothing under the judgment. It reaches you because of what you are to the body"
        " that does: The legal representative."
    )
    unknown = order_told(ORDER, replace(BOUND, role=None), RULES)
    assert unknown[1].en.startswith("It counts from Thursday, 14 March 2019")


def test_a_lifted_order_says_when_and_why_and_nothing_is_left_to_ask_for() -> None:
    lifted = ORDER.lift("security-given", "clerk-one", start_of(date(2019, 4, 1)))
    told = [one.en for one in order_told(lifted, BOUND, RULES)]
    assert told[3] == (
        "On Monday, 1 April 2019 it was lifted for everybody whom it reached, for this reason: Real"
        " and effective security was given: the court may lift the order."
    )
    assert asking(lifted, BOUND) == []


def test_what_can_be_asked_for_names_the_door_and_the_last_day_on_which_it_counts() -> None:
    exemption, lifting = asking(ORDER, BOUND)
    assert exemption.door == "/v1/consumption-restrictions/r-qhzxkvbnwertyuiopasd/exemptions"
    assert exemption.until == lifting.until == date(2021, 3, 13)


def test_each_exemption_says_who_decides_and_for_how_long_at_most() -> None:
    told = [one.en for one in exemptions_to_ask(RULES)]
    assert told[0] == (
        "You can ask for this exemption: Spending that life or business needs, if the court is"
        " asked first. It covers any one thing that the order forbids. The court decides, here"
        " through a reviewing officer. Its last day is at most 1 month after its first."
    )
    assert told[-2:] == [
        "Only somebody whom the order binds can ask, and only for the own person and for days to"
        " come; the court takes no reasons and holds none.",
        "On exempt days this court answers no to every question whether the order is about you, and"
        " nobody may act on it; that you are exempt is told to nobody.",
    ]
    later = [one.en for one in exemptions_to_ask(RULES_2020)]
    assert any("The president of the court decides" in one for one in later)
    assert not any("president" in one for one in told)


def test_an_exemption_is_told_while_it_waits_and_with_its_answer() -> None:
    waiting = exemption_told(FLIGHT, RULES)
    assert [one.en for one in waiting] == [
        "On Friday, 15 March 2019 you asked to be exempt from Monday, 18 March 2019 to Wednesday,"
        " 20 March 2019, both days included, from this: Travelling by plane. The exemption is:"
        " Spending that life or business needs, if the court is asked first.",
        "The answer is due by Monday, 18 March 2019. Without a yes the order forbids it on those"
        " days too.",
    ]
    at = start_of(date(2019, 3, 17))
    granted = FLIGHT.decide(is_granted=True, reasons="Needed.", by="reviewer-one", at=at)
    assert [one.zh for one in exemption_told(granted, RULES)[1:]] == [
        "2019年3月17日（星期日），本院人员予以准许。",
        "所述理由：“Needed.”",
        "豁免期间，对任何“该措施是否针对您”的查询，本院一律答复“否”，任何单位不得据此采取措施；"
        "您获得豁免一事不告知任何单位。",
    ]
    refused = FLIGHT.decide(is_granted=False, reasons="No need.", by="reviewer-one", at=at)
    assert [one.en for one in exemption_told(refused, RULES)[1:]] == [
        "On Sunday, 17 March 2019 an officer of this court refused it: the order forbids it on"
        " those days too. You can ask again.",
        "The reasons given are: “No need.”",
    ]


def test_a_breach_is_told_and_that_it_lists_nobody_by_itself() -> None:
    noted = Breach(LISTING.ref, ORDER.id, "planes", date(2019, 3, 16), "clerk-one", THEN)
    assert breach_told(noted, RULES).en == (
        "An officer of this court noted that on Saturday, 16 March 2019 you did what the order"
        " forbids: Travelling by plane. By itself that lists nobody: it takes a procedure of its"
        " own, of which the party is notified."
    )


DATES = [date(2014, 1, 1), date(2016, 1, 1), date(2019, 11, 1), date(2020, 1, 1), date(2026, 6, 1)]
BOOK = load(COURT_RULES)
RULES_OF = [BOOK.as_of(day) for day in DATES]
WRITTEN = st.one_of(st.none(), st.text(max_size=600), st.just("{a} slot and None of it"))


def codes(rules: Rules, kind: type) -> st.SearchStrategy[str]:
    """A code of the rulebook in force, or one that it does not know."""
    return st.sampled_from([*rules.all_of(kind), "of-another-time"])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_held_every_sentence_is_whole_under_the_rules_of_any_date(
    data: st.DataObject,
) -> None:
    rules = data.draw(st.sampled_from(RULES_OF))
    pick, days = data.draw, st.dates(date(2018, 1, 1), date(2026, 1, 1))
    reasons = pick(WRITTEN)
    ground = pick(codes(rules, Ground))
    order = replace(ORDER, ground=ground)
    if pick(st.booleans()):
        order = order.lift(pick(codes(rules, Ending)), "clerk-one", THEN)
    listing = pick(st.sampled_from([None, LISTING, LISTING.withdraw(Cause.SETTLED, pick(days))]))
    place = Place(
        pick(st.sampled_from([None, "debtor", *rules.all_of(Reach)])), listing, pick(st.booleans())
    )
    asked = replace(
        FLIGHT,
        exemption=pick(codes(rules, Exemption)),
        measure=pick(st.sampled_from([*measures(rules), "of-another-time"])),
        decided_at=pick(st.sampled_from([None, THEN])),
        is_granted=pick(st.sampled_from([None, True, False])),
        reasons=reasons,
    )
    application = replace(
        APPLICATION,
        ground=ground,
        decide_by=pick(st.one_of(st.none(), days)),
        dismissed_at=pick(st.sampled_from([None, THEN])),
        dismissal_reasons=reasons,
    )
    noted = replace(
        circumstance(pick(codes(rules, Bar))), until_on=pick(st.one_of(st.none(), days))
    )
    deletion = Deletion(
        "l-x",
        "j-x",
        pick(codes(rules, Ending)),
        "x",
        THEN,
        reasons,
        pick(st.sampled_from([None, 3])),
    )
    longer = LongerTerm("p-x", pick(st.sampled_from(Aggravation)), 2, reasons or "", "x", THEN)
    breach = Breach("l-x", "r-x", asked.measure, pick(days), "x", THEN)
    duty = make_judgment(duty=pick(st.sampled_from(Duty)))
    told: list[Text] = [
        *order_told(order, place, rules),
        *exemptions_to_ask(rules),
        *exemption_told(asked, rules),
        *application_told(application, rules),
        *circumstance_told(noted, rules),
        *deletion_told(deletion, rules),
        *longer_term_told(longer, rules),
        *grace_told(Grace("p-x", 1, pick(days), "x", THEN), rules),
        *relisting_told(pick(st.one_of(st.none(), days)), rules),
        *judged_told(duty, rules),
        breach_told(breach, rules),
    ]
    remedies: list[Remedy] = asking(order, place)
    written = " ".join((reasons or "").split())
    own = [
        one
        for one in told
        if not (written and f"“{written[:20]}" in one.en)  # an officer may write what it will
    ]
    assert not_whole([one.model_dump() for one in own]) == []
    assert not_whole([one.what.model_dump() for one in remedies]) == []
