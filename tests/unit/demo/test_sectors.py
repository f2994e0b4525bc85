"""Which sectors run: the two usual ones, those that are named, all of them, or none."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from demo import cli
from demo.launcher import Options, Stack
from demo.launcher.memory import cost_of_sectors, megabytes
from demo.launcher.plan import AUTHORITIES, Plan, stages
from demo.roster import SECTORS, USUAL_SECTORS, read_roster
from demo.scene import Scene
from demo.trouble import Trouble

KNOWN = read_roster(AUTHORITIES)
OTHERS = ("court", "tax", "rongcheng", "bailu")
LOCALITIES = ("rongcheng", "bailu", "village")


def plan_of(folder: Path, *sectors: str) -> Plan:
    """A stack with these sectors, as it would be started."""
    stack = Stack(folder, Options(sectors=sectors))
    keys = stack.folder.keys / "broker"
    keys.mkdir(parents=True)
    (keys / "broker.env").touch()
    return Plan(stack.folder, stack.roster, Scene(), stack.roster.ports)


def processes(plan: Plan) -> list[str]:
    """The names of all processes, in the order of their starting."""
    return [member.child.name for stage in stages(plan) for member in stage]


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("all", KNOWN.sectors),
        ("none", ()),
        ("rail", ("rail",)),
        ("market, rail", ("rail", "market")),
        (",".join(USUAL_SECTORS), USUAL_SECTORS),
    ],
)
def test_sectors_are_chosen_by_name(words: str, chosen: tuple[str, ...]) -> None:
    assert KNOWN.chosen_sectors(words) == chosen


@pytest.mark.parametrize("words", ["rails", "rail,", "court", ""])
def test_a_sector_that_nobody_knows_is_told_with_the_known(words: str) -> None:
    with pytest.raises(
        Trouble, match=r"There is no sector .*, only rail, aviation, market"
    ) as told:
        KNOWN.chosen_sectors(words)
    assert told.value.exit_code == 2


def test_the_command_knows_the_same(tmp_path: Path) -> None:
    words = ["up", "--sectors", "rails", "--state-dir", str(tmp_path / "var")]
    result = CliRunner().invoke(cli.app, words)
    assert result.exit_code == 2
    assert "There is no sector rails" in result.stderr


def test_localities_are_chosen_by_name_too() -> None:
    assert KNOWN.localities == LOCALITIES
    assert KNOWN.chosen_localities("all") == LOCALITIES
    assert KNOWN.chosen_localities("none") == ()
    assert KNOWN.chosen_localities("village, rongcheng") == ("rongcheng", "village")
    with pytest.raises(Trouble, match="There is no locality town, only rongcheng, bailu, village"):
        KNOWN.chosen_localities("town")


def test_the_village_runs_only_where_it_is_asked_for(tmp_path: Path) -> None:
    assert "village" not in processes(plan_of(tmp_path / "usual"))
    options = Options(sectors=(), localities=("village",))
    roster = Stack(tmp_path / "asked", options).roster
    assert roster.localities == ("village",)
    assert roster.ports["village"] == 8105
    assert roster.only(["court", "village"]).localities == ("village",)


def test_without_sectors_everybody_else_is_there() -> None:
    bare = KNOWN.usual().with_sectors(())
    assert tuple(place.name for place in bare.authorities) == OTHERS
    assert bare.issuers == ("court", "tax")
    assert not set(KNOWN.sectors) & set(bare.ports)


def test_all_sectors_share_one_process_that_knows_each_ones_port(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "rail", "education")
    names = processes(plan)
    assert names == ["broker", *OTHERS, SECTORS, "platform", "gateway", "site"]
    (sectors,) = [
        m.child.recipe for stage in stages(plan) for m in stage if m.child.name == SECTORS
    ]
    assert list(sectors.command)[-2:] == ["rail=8110", "education=8119"]
    assert sectors.environment["CHIMERA_KEYS_DIR"] == str(tmp_path / "keys")
    assert plan.roster.process_of("rail") == SECTORS
    assert plan.roster.process_of("court") == "court"
    assert set(plan.addresses) >= {"rail", "education"}
    assert "market" not in plan.addresses


def test_without_sectors_there_is_no_such_process(tmp_path: Path) -> None:
    assert SECTORS not in processes(plan_of(tmp_path))


def test_a_stack_of_a_few_may_have_its_sectors(tmp_path: Path) -> None:
    chosen = stages(plan_of(tmp_path, "rail"), only=["rail", "broker"])
    assert [member.child.name for stage in chosen for member in stage] == ["broker", SECTORS]


def test_the_cost_is_told_where_the_system_tells_it() -> None:
    assert megabytes(2**30) is None
    assert cost_of_sectors(2**30, ["rail"]) == "rail: one sector list in one process"
