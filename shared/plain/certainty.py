"""How sure a rule is, what stands behind it, and how much an officer must judge, in words."""

from shared.plain.sentences import said
from shared.rulebook.rows import Confidence, LegalForce, Openness, Text

HOW_SURE: dict[Confidence, Text] = {
    Confidence.CONFIRMED: said(
        "read in the source that is named; it can be relied on as far as that source can",
        "已在所列来源中核对原文，可信程度以该来源为限",
    ),
    Confidence.POOR_HOST: said(
        "read, but only in a copy on a site that does not belong to whoever issued it",
        "仅在非发布机关网站的转载中读到，文字大致可信",
    ),
    Confidence.PAPER: said(
        "taken from the paper that this model follows, not from the rule itself",
        "取自本模型所依据的论文，而非规则原文",
    ),
    Confidence.DERIVED: said(
        "worked out by us from other sources; nobody wrote it down in this form",
        "由我们根据其他来源推算得出，并非规则原文的表述",
    ),
    Confidence.FIRM: said(
        "recalled closely and not read again: check it before you rely on it",
        "凭记忆记录、较有把握但未经复核，引用前请查证",
    ),
    Confidence.UNCONFIRMED: said(
        "not confirmed: check it before you rely on it",
        "未经证实，引用前请查证",
    ),
}
FORCE: dict[LegalForce, Text] = {
    LegalForce.LAW: said("a law or a judicial interpretation", "法律或者司法解释"),
    LegalForce.REGULATION: said("a regulation", "法规或者规章"),
    LegalForce.POLICY: said("a policy document, not a law", "政策性文件，并非法律"),
    LegalForce.EXTRA_LEGAL: said(
        "a norm outside the law, which can put nobody on a list",
        "法外规范，不能作为列入名单的依据",
    ),
}
JUDGEMENT: dict[Openness, Text] = {
    Openness.FIXED: said(
        "It leaves the officer nothing to judge.", "适用该规则时经办人员没有裁量余地。"
    ),
    Openness.ASSESSED: said(
        "An officer must weigh the facts to apply it.", "适用该规则时经办人员须对事实加以衡量。"
    ),
    Openness.OPEN: said(
        "It is open: two officers may decide the same facts differently.",
        "该规则的标准较为开放，不同经办人员对同样的事实可能作出不同认定。",
    ),
}


def how_sure(confidence: Confidence) -> Text:
    """How sure a rule is, as a part of a sentence."""
    return HOW_SURE[confidence]


def force(legal_force: LegalForce) -> Text:
    """What stands behind a rule, as a part of a sentence."""
    return FORCE[legal_force]


def judgement(openness: Openness) -> Text:
    """How much an officer must judge, as a sentence."""
    return JUDGEMENT[openness]
