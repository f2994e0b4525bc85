"""What flows into a place, department by department, and that nothing of it flows out.

The paper's richest flow is this local one: departments notify the local credit bureau, and only the
entries of lists, which a locality does not have, go up.
"""

from services.locality.api.organisation_shapes import COMPLEMENT
from services.locality.domain.scheme import Scheme
from shared.authorities import Authority, Department
from shared.inventory import FlowIn, Flowing, Inventory, with_flows
from shared.origin import Origin
from shared.rulebook.rows import LegalForce, Openness, Text

LOCAL = Text(
    en="Each department brings in, with its own key, only what the scheme gives it to say. Points"
    " and events stay here: goes_out names every field about somebody that leaves, and there is"
    " none. What the national platform brings is about organisations only.",
    zh="各部门以自己的密钥报送，且只能报送本制度指定由其报送的事项。分值和事项不离开本地："
    "goes_out 列出所有涉及当事人的外流字段，此处为空。全国平台下推的信息仅涉及组织。",
)
FROM_ABOVE = FlowIn(
    giver="platform",
    title=Text(en="National platform", zh="全国平台"),
    origin=Origin.PAPER,
    brings=[
        Flowing(
            what="evaluation-of-an-organisation",
            says=COMPLEMENT,
            legal_force=LegalForce.POLICY,
            openness=Openness.FIXED,
        )
    ],
)


class LocalFlows:
    """Adds to one place's inventory what its departments bring in."""

    def __init__(self, scheme: Scheme, authority: Authority) -> None:
        self._scheme = scheme
        self._authority = authority

    def __call__(self, told: Inventory) -> Inventory:
        """The inventory with its flows."""
        comes_in = [self._flow(one) for one in self._authority.departments]
        return with_flows(told, LOCAL, [*comes_in, FROM_ABOVE])

    def _flow(self, department: Department) -> FlowIn:
        return FlowIn(
            giver=department.slug,
            title=Text(en=department.title.en, zh=department.title.zh),
            origin=department.origin,
            brings=[
                Flowing(
                    what=item.code,
                    says=item.says,
                    legal_force=item.legal_force,
                    openness=item.openness,
                )
                for item in self._scheme.items
                if item.department == department.slug
            ],
        )
