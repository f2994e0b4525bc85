"""An outcome in plain words, for the person whom a question was about."""

from services.partner_gateway.domain.outcomes import Outcome
from shared.rulebook import Text

WORDS = {
    Outcome.NO_LISTING: Text(
        en="No listing that this measure attaches to is about you; nothing may be refused to you.",
        zh="没有与该措施相关的条目涉及您，不得因此拒绝您。",
    ),
    Outcome.RESTRICTED: Text(
        en="The issuer confirmed that a listing is about you; the measure applies to you.",
        zh="发布机关确认有条目涉及您，该措施对您适用。",
    ),
    Outcome.ADVISORY: Text(
        en="The issuer confirmed that a listing is about you; it may be weighed, not more.",
        zh="发布机关确认有条目涉及您，仅供审慎性参考。",
    ),
    Outcome.REFER: Text(
        en="A listing with your name could not be confirmed; nobody may act on it.",
        zh="存在同名条目但未获确认，任何人不得据此采取措施。",
    ),
    Outcome.ELIGIBLE: Text(
        en="The issuer confirmed that you are on a favourable list; the measure is open to you.",
        zh="发布机关确认您在守信名单上，您可享受该措施。",
    ),
    Outcome.NOT_ELIGIBLE: Text(
        en="You are not on the favourable list; nothing else follows from that.",
        zh="您不在守信名单上，除此之外无任何影响。",
    ),
}
