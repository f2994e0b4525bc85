"""An agreement and a measure in words, for people."""

from collections.abc import Mapping
from datetime import date

from services.partner_gateway.domain import Agreements, Force, Measure, Mou, Target
from services.partner_gateway.pages.markup import (
    Fact,
    Html,
    both,
    bullets,
    card,
    facts,
    joined,
    link,
    paragraph,
    put,
    section,
)
from shared.contract import Effect
from shared.origin import Origin
from shared.plain.certainty import how_sure
from shared.rulebook import Confidence, Text

EFFECTS = {
    Effect.ADVERSE: Text(en="It burdens.", zh="惩戒"),
    Effect.FAVOURABLE: Text(en="It favours.", zh="激励"),
}
FORCES = {
    Force.BINDING: Text(en="Binding: it must be applied.", zh="强制适用。"),
    Force.REFERENCE: Text(
        en="For reference: it is weighed, and is never decisive by itself.", zh="审慎性参考。"
    ),
}
ORIGINS = {
    Origin.PAPER: Text(en="◆ described in the paper", zh="论文所述"),
    Origin.RULE: Text(en="● from a modelled rule", zh="源自现实规则"),
    Origin.OURS: Text(en="○ invented in this model", zh="本模型自拟"),
}
STRICTER = Text(en="stricter here than the rule", zh="严于现实规则")
NOBODY = Text(
    en="Nobody asks about it here, so it is never told of anybody.",
    zh="本模型中无人可以查询，因此不会告知任何人。",
)
Counts = Mapping[str, int | None]


def shown_mou(agreements: Agreements, mou: Mou) -> Html:
    """One agreement among others: what it is, and where to read on."""
    in_force = mou.is_in_force(agreements.as_of)
    rows: list[Fact] = [
        ("Effect", "效果", EFFECTS[mou.effect]),
        ("In force", "生效", _span(mou.valid_from, mou.valid_to)),
        ("Lists", "名单", _targets(mou.targets)),
        ("Signed by", "签署", _of(len(mou.signed), mou.original.signatories)),
        ("Measures", "措施", _of(len(mou.measures), mou.original.measures)),
    ]
    why = Html() if in_force else paragraph(_not_yet(agreements))
    return card(link(f"/mous/{mou.id}", mou.title), joined([why, facts(rows)]))


def told_mou(agreements: Agreements, mou: Mou, counts: Counts) -> Html:
    """One agreement in full."""
    rows: list[Fact] = [
        ("Effect", "效果", EFFECTS[mou.effect]),
        ("In force", "生效", _span(mou.valid_from, mou.valid_to)),
        ("Lists", "名单", _targets(mou.targets)),
        ("Legal basis", "依据", mou.legal_basis),
        ("Whose idea", "来源", _whose(mou.origin)),
        ("How sure", "把握程度", _sure(mou.confidence, mou.source)),
    ]
    measures = joined(told_measure(agreements, mou, one, counts) for one in mou.measures)
    parts = [facts(rows), section("Measures", "措施", measures), *_bodies(agreements, mou)]
    return joined(parts)


def told_measure(agreements: Agreements, mou: Mou, measure: Measure, counts: Counts) -> Html:
    """One measure as this agreement has it."""
    why = agreements.why_not(mou, measure)
    names = [agreements.named(one).title for one in measure.partners]
    rows: list[Fact] = [
        ("Not in force", "未生效", why or ""),
        ("Force", "效力", FORCES[measure.force]),
        ("Addressed to", "对象", both("the listed party alone", "仅限名单当事人")),
        ("Also reaches", "波及", _affected(measure)),
        ("Carried out by", "实施机构", measure.implementing_body),
        ("Who asks here", "查询方", bullets(names) if names else put(NOBODY)),
        ("Legal basis", "依据", measure.legal_basis),
        ("Basic list of measures", "基础清单", measure.basic or ""),
        ("Applied", "适用次数", _count(counts.get(measure.id))),
        ("Whose idea", "来源", _whose(measure.origin, floor=measure.floor)),
        ("How sure", "把握程度", _sure(measure.confidence, measure.source)),
    ]
    return card(measure.id, joined([paragraph(measure.content), facts(rows)]))


def _bodies(agreements: Agreements, mou: Mou) -> list[Html]:
    """Who signed, and who joined under whom."""
    signed = []
    for one in mou.signed:
        body = agreements.bodies.get(one)
        role = f" — {body.role.en}" if body else ""
        named = agreements.named(one).title
        signed.append(both(f"{named.en}{role}", f"{named.zh}{body.role.zh if body else ''}"))
    under = [
        joined([put(agreements.named(one.partner).title), _under(agreements, one.under)])
        for one in mou.joined
    ]
    parts = [section("Who signed", "签署单位", bullets(signed))]
    return [*parts, section("Who joined", "加入者", bullets(under))] if under else parts


def _under(agreements: Agreements, body_id: str) -> Html:
    title = agreements.named(body_id).title
    return joined([Html(", "), both(f"under: {title.en}", f"隶属或受监管于：{title.zh}")])


def _affected(measure: Measure) -> str | Html:
    return (
        bullets(
            [
                both(f"{one.who.en}: {one.how.en}", f"{one.who.zh}：{one.how.zh}")
                for one in measure.also_affects
            ]
        )
        if measure.also_affects
        else both("nobody else, as far as is known", "未知波及他人")
    )


def _targets(targets: tuple[Target, ...]) -> Html:
    return put(", ".join(f"{one.issuer}/{one.list}" for one in targets))


def _of(here: int, original: int | None) -> Html:
    if original is None:
        return both(f"{here} here; how many in the real text is not known", f"本模型{here}项")
    return both(f"{here} of {original}", f"{original}项中的{here}项")


def _span(begins: date | None, ends: date | None) -> Html:
    until = ends.isoformat() if ends else ""
    begun = begins.isoformat() if begins else ""
    return both(
        " ".join(filter(None, [begun and f"from {begun}", until and f"until {until}"])) or "always",
        "".join(filter(None, [begun and f"自{begun}起", until and f"至{until}止"])) or "长期",
    )


def _not_yet(agreements: Agreements) -> Text:
    day = agreements.as_of
    return Text(en=f"Not in force on {day}.", zh=f"{day}未生效。")


def _whose(origin: Origin, *, floor: bool = False) -> Html:
    own = put(ORIGINS[origin])
    return joined([own, put(STRICTER)], between="; ") if floor else own


def _sure(confidence: Confidence, source: str) -> Html:
    return joined([paragraph(how_sure(confidence)), paragraph(source)])


def _count(times: int | None) -> Html:
    if times is None:
        return both("fewer than ten times", "不足十次")
    return both(f"about {times} times", f"约{times}次")
