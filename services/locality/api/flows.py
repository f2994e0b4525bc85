"""What flows into a place, department by department, and that nothing of it flows out.

The paper's richest flow is this local one: departments notify the local credit bureau, and only the
entries of lists, which a locality does not have, go up.
"""

from services.locality.domain.scheme import Scheme
from shared.authorities import Authority, Department
from shared.inventory import FlowIn, Flowing, Inventory, with_flows
from shared.rulebook.rows import Text

LOCAL = Text(
    en="Each department brings in, with its own key, only what the scheme gives it to say. Points"
    " and events stay here: goes_out names every field that leaves, and there is none.",
    zh="各部门以自己的密钥报送，且只能报送本制度指定由其报送的事项。分值和事项不离开本地："
    "goes_out 列出所有外流字段，此处为空。",
)


class LocalFlows:
    """Adds to one place's inventory what its departments bring in."""

    def __init__(self, scheme: Scheme, authority: Authority) -> None:
        self._scheme = scheme
        self._authority = authority

    def __call__(self, told: Inventory) -> Inventory:
        """The inventory with its flows."""
        comes_in = [self._flow(one) for one in self._authority.departments]
        return with_flows(told, LOCAL, comes_in)

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
