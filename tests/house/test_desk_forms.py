"""Every form of a desk is shown to just those officers whom its door lets in."""

from demo.portraits import Portrait
from shared.procedure.desk_page.forms import FormFile
from shared.web.guards import GUARDS
from tests.house.routes import Door, doors_of


def roles_at(door: Door) -> set[str]:
    """Which roles the guard of a door lets in."""
    return {role for call in door.depends_on for role in GUARDS.get(call, ())}


def test_a_form_is_for_those_whom_its_door_lets_in(portraits: list[Portrait]) -> None:
    desks = [one.app for one in portraits if hasattr(one.app.state, "forms")]
    assert desks
    for app in desks:
        doors = {door.name: door for door in doors_of(app)}
        for act in app.state.forms.acts:
            assert roles_at(doors[f"{act.method} {act.path}"]) == set(act.roles), act.id


def test_a_localitys_tasks_on_paper_have_a_page(portraits: list[Portrait]) -> None:
    """They lead to no form of the desk, so there must be somewhere to go."""
    for one in portraits:
        tasks = {task.code for file in _files(one) for task in file.tasks}
        if "decide-the-differences" in tasks:
            assert "GET /desk/paper" in {door.name for door in doors_of(one.app)}


def _files(portrait: Portrait) -> list[FormFile]:
    forms = getattr(portrait.app.state, "forms", None)
    return list(forms.files) if forms else []
