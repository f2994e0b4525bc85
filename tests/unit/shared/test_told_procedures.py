"""A procedure as its party reads it, sentence by sentence, at every stage."""

from datetime import date

import pytest

from shared.contract import Cause
from shared.procedure.file import remedies_of
from shared.procedure.shapes import InPlainWords
from shared.procedure.steps import Step
from shared.procedure.told import tell
from shared.procedure.told.besides import count_besides, told_besides
from shared.procedure.told.decided import SENTENCES
from shared.procedure.told.facts import Stage
from shared.procedure.told.held import TELLERS as HELD
from shared.procedure.told.summary import Overview, summary
from shared.procedure.told.until import CAUSES
from shared.procedure.told.until import TELLERS as UNTIL
from shared.rulebook import Text
from tests.unit.shared.telling import NAMES, Telling


def told(telling: Telling) -> InPlainWords:
    """What its party reads today."""
    facts = telling.facts()
    return tell(facts, remedies_of(facts))


def en(sentences: list[Text]) -> list[str]:
    """The English of it."""
    return [one.en for one in sentences]


def zh(sentences: list[Text]) -> list[str]:
    """The Chinese of it."""
    return [one.zh for one in sentences]


def listed() -> Telling:
    """Notified on 1 February 2019, published on the 14th."""
    return Telling.begun().approve().notify().publish()


def test_a_proposal_is_told_before_anything_is_decided() -> None:
    read = told(Telling.begun())
    assert en(read.what_is_held) == [
        "An officer of this authority has asked that you be put on this list:"
        ' "Dishonest" judgment defaulters. Nothing is decided, and nothing is published.'
    ]
    assert zh(read.until_when) == ["目前尚未确定任何日期；异议期限自告知您之日起算。"]
    assert en(read.what_you_can_do) == [
        "You cannot object yet: you can as soon as you are notified."
    ]


def test_the_rule_is_told_with_its_basis_and_how_sure_it_is() -> None:
    read = told(Telling.begun()).by_which_rule
    assert en(read) == [
        "The ground is: “Could perform what the judgment demands, and does not.”",
        "Its basis is: 2017 Provisions, Art. 1 (1). That is a law or a judicial interpretation.",
        "How sure we are of this rule: read in the source that is named; it can be relied on as"
        " far as that source can. Source: China Law Translate, text of 2017.",
        "An officer must weigh the facts to apply it.",
        "On this ground a place on the list lasts 2 years. That length is this model's own"
        " safeguard: the rule that it follows names none.",
    ]
    assert zh(read)[:2] == [
        "理由是：“有能力履行而不履行判决确定的义务。”",
        "依据：最高人民法院《关于公布失信被执行人名单信息的若干规定》"
        "（法释〔2017〕7号修正）第一条第（一）项。其性质为法律或者司法解释。",
    ]


def test_a_ground_that_is_no_longer_in_force_is_told_by_its_code() -> None:
    read = told(Telling.begun(ground="of-another-time")).by_which_rule
    assert en(read) == [
        "The ground is called of-another-time. The rules in force here no longer have it."
    ]


def test_after_notice_the_last_day_to_object_is_named_and_where() -> None:
    read = told(Telling.begun().approve().notify())
    assert zh(read.what_is_held) == [
        "本机关已于2019年2月1日（星期五）告知您：决定将您列入以下名单：失信被执行人。目前尚未对外公布。"
    ]
    assert en(read.until_when) == [
        "It is published by itself on Thursday, 14 February 2019, unless you object in time or its"
        " ground is gone by then.",
        "On that day its ground is checked once more.",
    ]
    assert en(read.what_you_can_do) == [
        "Object. Nothing is published before your objection is decided. The last day is"
        " Wednesday, 13 February 2019. Where: /v1/objections."
    ]
    assert zh(read.what_you_can_do) == [
        "提出异议。异议作出决定之前不予公布。截止日期：2019年2月13日（星期三）。办理途径：/v1/objections。"
    ]


def test_the_day_after_the_last_day_it_says_what_is_left() -> None:
    late = Telling.begun().approve().notify()
    assert "Object." in told(late.on(date(2019, 2, 13))).what_you_can_do[0].en
    read = told(late.on(date(2019, 2, 14))).what_you_can_do
    assert en(read) == [
        "The last day to object before publication has passed. Once it is published you can object"
        " to the listing itself, at any time while it stands."
    ]


def test_an_objection_holds_publication_up_until_a_day() -> None:
    stayed = Telling.begun().approve().notify().object()
    read = told(stayed)
    assert "Your objection holds this up" in read.what_is_held[0].en
    assert zh(read.until_when) == ["对您的异议应当不迟于2019年2月16日（星期六）作出决定。"]
    late = told(stayed.on(date(2019, 2, 17)))
    assert en(late.until_when) == [
        "The decision on your objection was due by Saturday, 16 February 2019 and is late."
    ]


def test_who_decided_is_an_office_an_opaque_name_and_reasons() -> None:
    read = told(Telling.begun().approve().notify().object().decide("Heard.", upheld=False))
    assert en(read.who_decided) == [
        "On Friday, 1 February 2019 an officer of this authority (clerk-one) proposed it.",
        "On Friday, 1 February 2019 another officer of this authority (reviewer-one) agreed.",
        "On Friday, 1 February 2019 an officer of this authority (clerk-one) notified you.",
        "On Friday, 1 February 2019 you objected.",
        "On Friday, 1 February 2019 an officer for appeals (judge-one), who had no part in it"
        " before, decided on your objection.",
        "Your objection was dismissed.",
        "The reasons given are: “Heard.”",
    ]
    assert "The body above is the court one level above." in en(read.what_you_can_do)
    assert "上一级机关为上一级人民法院。" in zh(read.what_you_can_do)


def test_a_refused_proposal_is_over_with_its_reasons() -> None:
    read = told(Telling.begun().refuse("No notice was given."))
    assert "所述理由：“No notice was given.”" in zh(read.who_decided)
    assert en(read.until_when) == ["It is over; no date is to come."]
    assert en(read.what_you_can_do) == ["There is nothing that you need to do."]


@pytest.mark.parametrize(
    ("because", "why"),
    [
        ("objection_upheld", "It is over, because your objection was right."),
        ("duty_performed", "It is over, because you have done what was demanded of you."),
        (
            "case_reopened",
            "It is over, because its ground no longer held when it was checked again"
            " (case_reopened).",
        ),
    ],
)
def test_a_lapsed_one_says_why(because: str, why: str) -> None:
    assert en(told(Telling.begun().approve().notify().lapse(because)).until_when) == [why]


def test_a_listing_says_since_when_until_when_and_who_reads_it() -> None:
    read = told(listed())
    assert en(read.what_is_held) == [
        "You have been on this list since Thursday, 14 February 2019:"
        ' "Dishonest" judgment defaulters. The list is adverse.',
        "The list is public: anybody can read your name, your number with the birthday masked,"
        " this authority and the ground.",
        "What follows from it: Published are name, sex, age and ID number, or name, code and"
        " representative; the duty and what was performed; the conduct; body, document and case."
        " Here only four fields leave the court.",
        "What follows from it: Government departments, financial regulators and firms, industry"
        " bodies and credit bureaux are told.",
        "What follows from it: The employer of a public official is told. No such notice exists"
        " here.",
    ]
    assert zh(read.until_when) == [
        "有效期至2021年2月13日（星期六）止；自2021年2月14日（星期日）起不再有效，无须任何人办理手续。",
        "如需延长，必须重新履行全部程序，并另行告知您。",
    ]


def test_on_its_last_day_it_stands_and_on_the_next_it_has_ended() -> None:
    telling = listed()
    last = told(telling.on(date(2021, 2, 13)))
    assert last.until_when[0].en.startswith("It stands until the end of Saturday, 13 February 2021")
    after = told(telling.on(date(2021, 2, 14)))
    assert en(after.until_when) == [
        "Its last day was Saturday, 13 February 2021. It ended by itself."
    ]
    assert en(after.what_you_can_do) == ["There is nothing that you need to do."]


def test_a_contested_listing_says_so_and_when_the_answer_is_due() -> None:
    read = told(listed().object())
    assert "因您的异议尚待决定，该条目在本机关标注为“有争议”。" in zh(read.what_is_held)
    assert "Your objection must be decided by Friday, 1 March 2019." in en(read.until_when)


def test_a_listing_whose_foundation_is_contested_says_so() -> None:
    telling = listed()
    assert telling.listing is not None
    telling.listing = telling.listing.contest(True)
    assert en(told(telling).what_is_held)[-1] == (
        "It is marked here as contested, because something that it rests on is contested."
    )


def test_a_withdrawn_listing_says_when_why_and_that_everybody_is_told() -> None:
    read = told(listed().on(date(2019, 3, 4)).withdraw(Cause.PERFORMED))
    assert en(read.until_when) == [
        "It was withdrawn on Monday, 4 March 2019, because what was demanded of you has been done.",
        "That is final: only a wholly new procedure could list you again.",
        "The withdrawal is told at once to everybody who was told of the listing. Copies that"
        " others have made for themselves may be older.",
    ]
    assert (
        zh(read.until_when)[0] == "该条目已于2019年3月4日（星期一）撤销，原因：您已履行相关义务。"
    )


def test_a_renewal_is_told_as_one() -> None:
    read = told(Telling.begun(renews="l-qhzxkvbnwertyuiopasd").approve().notify())
    assert "your place on this list be prolonged" in read.what_is_held[0].en
    assert read.until_when[0].en.startswith("The listing is prolonged by itself on Thursday, 14")


def test_every_stage_step_and_cause_has_its_words() -> None:
    assert set(HELD) == set(UNTIL) == set(Stage)
    assert set(SENTENCES) == set(Step)
    assert set(CAUSES) == set(Cause)


def test_the_one_sentence_over_a_file() -> None:
    standing, waiting = listed().on(date(2019, 3, 4)), Telling.begun().approve().notify()
    found = Overview(
        NAMES.authority, [standing.facts(), waiting.facts()], [date(2019, 2, 13)], besides_count=1
    )
    assert summary(found) == Text(
        en="Enforcement court: you are on 1 list today, until the end of Saturday, 13 February"
        " 2021; 1 procedure is under way; the next last day for something that you can do is"
        " Wednesday, 13 February 2019; 1 entry is held about you besides.",
        zh="执行法院：您目前在1个名单上，至2021年2月13日（星期六）止；有1项程序正在进行；"
        "您可办理事项的最近截止日期为2019年2月13日（星期三）；另存有1条关于您的信息。",
    )


def test_where_nothing_is_held_it_says_so() -> None:
    assert summary(Overview(NAMES.authority, [], [], besides_count=0)) == Text(
        en="Enforcement court: nothing is held about you here.",
        zh="执行法院：未持有任何关于您的信息。",
    )


def test_what_else_is_held_speaks_for_itself_or_is_at_least_named() -> None:
    held = {
        "new_things": [
            {"in_plain_words": [{"en": "One.", "zh": "一。"}, {"en": "Two.", "zh": "二。"}]},
            {"says": {"en": "Three.", "zh": "三。"}},
            {"id": "x"},
        ],
        "one_thing": {"says": {"en": "Four.", "zh": "四。"}},
        "none": None,
        "empty": [],
        "effects": [{"says": {"en": "Five.", "zh": "五。"}, "legal_basis": "a rule"}],
    }
    assert count_besides(held) == 4
    assert en(told_besides(held, date(2019, 3, 4))) == [
        "One.",
        "Two.",
        "Three.",
        "An entry is held under “new things”; its fields are below.",
        "Four.",
        "What follows: Five.",
    ]


def test_what_can_be_done_about_what_else_is_held_is_told_until_its_last_day() -> None:
    remedy = {
        "what": {"en": "Ask.", "zh": "请求。"},
        "door": "/v1/contact",
        "until": "2019-03-04",
    }
    held = {"things": [{"says": {"en": "One.", "zh": "一。"}, "remedies": [remedy]}]}
    assert en(told_besides(held, date(2019, 3, 4))) == [
        "One.",
        "Ask. The last day is Monday, 4 March 2019. Where: /v1/contact.",
    ]
    assert en(told_besides(held, date(2019, 3, 5))) == ["One."]
