"""Students who took a holiday job are directors of a firm that they have never seen."""

from demo.stories import asking, procedure, tax_work
from demo.stories.asking import POSTS
from demo.stories.people import with_firms
from demo.stories.story import Days, Safeguard, Story, Title
from demo.stories.tax_work import TAX, Tie
from demo.stories.telling import StoryTeller

STUDENTS = ("first student", "second student", "third student")
ROLES = ("representative", "responsible", "representative")


def _a_holiday_job(story: StoryTeller) -> Days:
    """They showed their cards and faces for a job; the papers that they signed are in order."""
    shell, own = tax_work.register(story, "shell"), tax_work.register(story, "own firm")
    for student, role in zip(STUDENTS, ROLES, strict=True):
        tied = Tie(student, "shell", role, "2018-07-02")
        story.facts[student] = tax_work.tie(story, shell, tied)
    tax_work.tie(story, own, Tie(STUDENTS[0], "own firm", "founder", "2018-10-08"))
    tax_work.find_false_invoices(story, shell)
    story.facts.update(shell=shell, own=own)
    story.say("three students showed card and face for a holiday job; now each is on the books as")
    story.say("legal representative or responsible person of a firm that sells invoices")
    yield tax_work.next_evaluation(story)
    story.facts["graded_on"] = story.today
    tax_work.must_be(story, shell, "D")
    worse, cause = tax_work.grade(story, own)
    story.must((worse, cause) == ("D", "spilled"), f"the student's firm is {worse}, for {cause}")
    story.facts["worse"] = worse
    story.say("April: the firm is D, and so is the web shop that the first student had founded")


def _the_examination(story: StoryTeller) -> None:
    """The office for public posts asks, and learns nothing of firms."""
    for student in STUDENTS:
        asking.hears(story, POSTS, student, "no_listing")
    story.say("the office for public posts asks about all three: no_listing; it has no way to ask")
    story.say("who stands behind which firm")


def _two_officers_two_views(story: StoryTeller) -> Days:
    """The signature is real: whether the tie is false is a judgment, and two officers differ."""
    student, tie_id = STUDENTS[0], story.facts[STUDENTS[0]]
    words = "我应聘的是暑期兼职，对方拍了身份证和人脸，我不知道公司的存在。"
    appeal = tax_work.contest(story, student, tie_id, words)
    tax_work.must_be(story, story.facts["own"], "A")
    story.say("the first contests it: until it is decided the web shop is A again")
    yield procedure.day(appeal["decide_by"])
    tax_work.decide_contest(story, tie_id, "appeals", False, "签名和人脸均为本人。")
    tax_work.must_be(story, story.facts["own"], "D")
    story.say("dismissed: signature and face are the student's own; the web shop is D once more")
    appeal = tax_work.contest(story, student, tie_id, words)
    yield procedure.day(appeal["decide_by"])
    tax_work.decide_contest(story, tie_id, "appeals_above", True, "受骗签署，从未经营该公司。")
    better, _ = tax_work.grade(story, story.facts["own"])
    story.must(better == "A", f"the web shop is still {better}")
    story.say("contested again, before another officer: deceived, never ran it; the tie is cut")
    story.measure(
        days_until_corrected=(story.today - story.facts["graded_on"]).days,
        restricted=[f"the first student's firm: grade {story.facts['worse']} instead of {better}"],
    )


def _each_alone(story: StoryTeller) -> None:
    """What one has won helps nobody else: each must contest the own tie."""
    for student in STUDENTS[1:]:
        held = story.expect(story.as_party(student, TAX).get("/v1/me/file"), 200)["holdings"]
        (tie,) = held["ties"]
        story.must(tie["cut_because"] is None, "a tie was cut that nobody contested")
        tax_work.contest(story, student, tie["id"], "与第一位同学情况相同。")
        tax_work.decide_contest(story, tie["id"], "appeals_above", True, "同前。")
    story.say("the other two were still booked; each has to contest, and is cut in turn")
    asked = [one for student in STUDENTS for one in asking.asked_about(story, student)]
    story.measure(
        contests=story.facts["contests"],
        asked=sorted(set(asked)),
    )


STORY = Story(
    number=5,
    name="students",
    title=Title(en="Students made directors", zh="学生兼职被登记为法定代表人"),
    in_the_world=(
        "Students who answered advertisements for holiday jobs, and let their faces be scanned,"
        " became legal representatives of firms. It came out when they failed the check for the"
        " civil service. Some four hundred found each other."
    ),
    source="news.china.com/…/46341602",
    services=(TAX,),
    cast=with_firms(STUDENTS, ("shell", "own firm")),
    steps=(
        ("(a) a holiday job", _a_holiday_job),
        ("(b) the examination", _the_examination),
        ("(c) two officers, two views", _two_officers_two_views),
        ("(d) each alone", _each_alone),
    ),
    here=(
        "No door let the examiners ask. What the false post did to the student's own firm was taken"
        " back {days_until_corrected} days after the grade, at the second attempt, and it took"
        " {contests} contests to free three people."
    ),
    safeguard=Safeguard(
        "Who stands behind a firm never crosses, and a false tie is cut with all that followed",
        "POST /v1/ties/{id}/contest; no measure and no message is about ties",
    ),
    remains=(
        "The signatures were real, so what counts as false is for an officer to judge, and the"
        " first judged otherwise. Four hundred would have to contest four hundred times; nothing"
        " here lets them do it together."
    ),
)
