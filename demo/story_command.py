"""`chimera story`: reported failures, played on a stack of their own."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import typer

from demo.console import answer
from demo.launcher import Options
from demo.launcher.plan import AUTHORITIES
from demo.options import HERE, AsJson, Offset, StateDir
from demo.roster import BROKER, GATEWAY, PLATFORM, SITE, read_roster
from demo.scene import WantedScene
from demo.stage import Play, Stage, Tell
from demo.stories import LEFT_OUT, STORIES, called, lacking, play
from demo.stories.printing import listed
from demo.stories.story import Story
from demo.telling import tell_here, tell_in_containers
from demo.trouble import Trouble

# The stories' own people come on top; nobody else is needed.
FEW = 200
SECTORS, LOCALITIES = ("rail",), ("rongcheng",)
PROCESSES = (BROKER, "court", "tax", *LOCALITIES, *SECTORS, PLATFORM, GATEWAY, SITE)


def story(  # noqa: PLR0913 - one argument an option
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Names or numbers.")
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="Only name them.")] = False,
    play_all: Annotated[bool, typer.Option("--all", help="Every story.")] = False,
    as_json: AsJson = False,
    against: Annotated[Literal["here", "compose"], typer.Option(help="Where it runs.")] = "here",
    state_dir: StateDir = HERE,
    port_offset: Offset = 0,
) -> None:
    """Play failures that were reported, and how each ends on this model."""
    if list_them:
        _list()
        return
    chosen = _chosen(names or [], play_all)
    if against == "compose":
        played = _play_what_can_be if play_all else _play(chosen)
        is_as_told = tell_in_containers(played, as_json=as_json)
    else:
        options = options_for(port_offset)
        is_as_told = tell_here(_play(chosen), state_dir, options, once=True, as_json=as_json)
    if not is_as_told:
        raise Trouble("Not every story came out as told; the steps above say where")


def options_for(port_offset: int) -> Options:
    """A small stack with every service that some story needs."""
    roster = read_roster(AUTHORITIES).with_sectors(SECTORS).with_localities(LOCALITIES)
    return Options(
        scene=WantedScene(population=FEW),
        ports={name: port + port_offset for name, port in roster.ports.items()},
        sectors=SECTORS,
        localities=LOCALITIES,
        only=PROCESSES,
        purpose="story",
    )


def _list() -> None:
    for line in listed(STORIES):
        answer(line)
    for one in LEFT_OUT:
        answer(f"{one.number:>2}  (not played) {one.title.en} ({one.title.zh})")


def _chosen(names: list[str], play_all: bool) -> Sequence[Story]:
    if bool(names) == play_all:
        raise Trouble("Name one or more stories, or give --all, or --list", exit_code=2)
    return STORIES if play_all else called(names)


def _play(stories: Sequence[Story]) -> Play:
    """These stories, as something that can be played."""

    def played(stage: Stage, tell: Tell) -> Mapping[str, Any]:
        return play(stories, stage, tell)

    return played


def _play_what_can_be(stage: Stage, tell: Tell) -> Mapping[str, Any]:
    """All stories for which everything runs; the others are named, and are not failures."""
    missing = {story: found for story in STORIES if (found := lacking(story, stage))}
    for sentence in missing.values():
        tell(f"Not played. {sentence}.")
    able = [story for story in STORIES if story not in missing]
    return {**play(able, stage, tell), "not_played": list(missing.values())}
