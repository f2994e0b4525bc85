"""What lines, causes and remedies say to whoever reads their file, in both languages."""

from services.tax.domain.grades import Cause, Rating
from services.tax.domain.lines import HUNDRED, Why
from shared.rulebook import Text

LINES: dict[Why, Text] = {
    Why.BASE: Text(en="The points you start with.", zh="起评分。"),
    Why.DEDUCTED: Text(en="Points taken off.", zh="扣分。"),
    Why.GIVEN_BACK: Text(
        en="Points given back, because you put it right in time.", zh="因及时纠正而挽回的分数。"
    ),
    Why.COUNTED_BEFORE: Text(
        en="Takes nothing off: such conduct counts once in its month or year.",
        zh="不重复扣分：同类行为在当月或者当年只计一次。",
    ),
    Why.CLEAN_AUDIT: Text(
        en="Takes nothing off; that you were looked at raised your base.",
        zh="不扣分；因接受检查而提高起评分。",
    ),
    Why.BELOW_THRESHOLD: Text(en="Below the threshold: does nothing.", zh="未达到标准，不予计算。"),
    Why.NOT_IN_RULES: Text(
        en="The rules in force know no such indicator: does nothing.",
        zh="现行规则无此指标，不予计算。",
    ),
    Why.AFTER_POINTS_D: Text(
        en="Your grade was D for want of points the year before.", zh="上一年度因得分评为D级。"
    ),
    Why.TO_ZERO: Text(en="Points do not fall below zero.", zh="得分不低于零分。"),
    Why.FACT: Text(en="Takes no points off, but bears on the grade.", zh="不扣分，但影响评级。"),
    Why.BAND: Text(en="The band in which your points lie.", zh="得分所在的级别区间。"),
    Why.NEW_FIRM: Text(en="You were new, so the grade is M.", zh="新设立企业，评为M级。"),
    Why.NO_INCOME: Text(
        en="You had no income and points enough, so the grade is M.",
        zh="无生产经营业务收入且得分达标，评为M级。",
    ),
    Why.DIRECT_D: Text(
        en="This makes the grade D, whatever the points.", zh="不论得分，直接判为D级。"
    ),
    Why.KEPT_D: Text(en="A D of an earlier year is kept.", zh="保留以前年度的D级评价。"),
    Why.SPILLED_D: Text(
        en="A person who stands behind you answers for another firm with D.",
        zh="与您有关联的人员对另一D级纳税人负有直接责任。",
    ),
    Why.NO_A: Text(en="This keeps you from an A.", zh="有此情形不能评为A级。"),
    Why.NO_A_YOUNG: Text(en="Too young a firm for an A.", zh="经营年限不足，不能评为A级。"),
    Why.NO_A_AFTER_D: Text(
        en="D the year before keeps you from an A.", zh="上一年度为D级，不能评为A级。"
    ),
    Why.NO_A_LIFTED: Text(
        en="What you put right no longer makes a D, but keeps you from an A.",
        zh="已经修复，不再判为D级，但不得评为A级。",
    ),
}
CAUSES: dict[Cause, Text] = {
    Cause.POINTS: Text(en="Your points decided.", zh="由得分决定。"),
    Cause.NEW: Text(en="You were new.", zh="因新设立。"),
    Cause.NO_INCOME: Text(en="You had no income in that year.", zh="因该年度无经营收入。"),
    Cause.DIRECT: Text(
        en="Grave conduct decided, whatever the points.", zh="因严重失信行为直接判级。"
    ),
    Cause.KEPT: Text(en="An earlier D is kept.", zh="因保留以前年度的D级。"),
    Cause.SPILLED: Text(
        en="It follows from another firm's D, through a person who stands behind both.",
        zh="因关联人员而受另一D级纳税人影响。",
    ),
}
RECHECK = Text(
    en="Ask that this grade be checked again. Say what is wrong, and which line.",
    zh="申请复评，说明何处有误。",
)
EARLY_END = Text(
    en="Once taxes, interest and fines are all paid, the publication can end early.",
    zh="缴清税款、滞纳金和罚款后，可以提前停止公布。",
)


def repair(percent: int) -> Text:
    """How much is given back for what is put right by a day."""
    return Text(
        en=f"Put it right by then and tell the office: {percent} percent is given back.",
        zh=f"在此日期前纠正并告知税务机关的，挽回百分之{percent}的扣分。",
    )


LIFT = Text(
    en="Put it right by then and tell the office: it no longer makes your grade D.",
    zh="在此日期前纠正并告知税务机关的，不再因此判为D级。",
)


def in_plain_words(rating: Rating) -> Text:
    """A grade in two sentences."""
    if rating.evaluated is None:
        return Text(
            en=f"Grade {rating.grade} for {rating.year}. An officer gave it by hand, with reasons.",
            zh=f"{rating.year}年度：{rating.grade}级。由税务人员人工确定并说明理由。",
        )
    points, why = rating.evaluated.points / HUNDRED, CAUSES[rating.evaluated.cause]
    return Text(
        en=f"Grade {rating.grade} for {rating.year}, with {points:g} points. {why.en}",
        zh=f"{rating.year}年度：{rating.grade}级，得分{points:g}分。{why.zh}",
    )
