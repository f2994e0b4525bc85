"""The `chimera` command."""

import importlib
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from demo import (
    audit,
    backup,
    cast,
    godmode,
    importing,
    population,
    private_files,
    reconcile,
    rules_told,
    status,
    telling,
    verifying,
)
from demo.advance import DoorClocks, advance, latest, target
from demo.console import OneSentence, answer, ending_once, out, say
from demo.launcher import Options, Stack, StateFolder, background, moments
from demo.launcher.plan import AUTHORITIES
from demo.launcher.stamp import Purpose
from demo.options import HERE, AsJson, Day, Offset, StateDir
from demo.roster import USUAL_LOCALITIES, USUAL_SECTORS, read_roster
from demo.scene import EditionCadence, WantedScene
from demo.stage import Play, Stage, Tell
from demo.story_command import story
from demo.token_command import token
from demo.trouble import Trouble

app = typer.Typer(
    cls=OneSentence,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A running model of decentralised credit registers, on this machine.",
)
checkpoints = typer.Typer(no_args_is_help=True, help="Moments of a stack, to come back to.")
app.add_typer(checkpoints, name="checkpoint")
app.add_typer(audit.commands, name="audit")
app.add_typer(verifying.commands, name="verify")
app.command(name="import")(importing.import_file)
app.command()(story)
app.command()(token)
app.command()(reconcile.reconcile)
app.command()(backup.backup)
app.command()(backup.restore)


Cadence = Annotated[
    EditionCadence | None, typer.Option(help="Additions come out with the month, or at once.")
]
Sectors = Annotated[
    str, typer.Option(metavar="NAMES", help="Which sector lists run: rail,aviation, all or none.")
]
Localities = Annotated[
    str, typer.Option(metavar="NAMES", help="Which localities run: rongcheng,village, all or none.")
]
USUAL = ",".join(USUAL_SECTORS)
USUAL_PLACES = ",".join(USUAL_LOCALITIES)


@app.command()
def up(  # noqa: PLR0913 - one argument an option
    state_dir: StateDir = HERE,
    start: Day = None,
    rules_as_of: Day = None,
    population: Annotated[int | None, typer.Option(help="How many people.")] = None,
    seed: Annotated[int | None, typer.Option(help="Which people.")] = None,
    edition_cadence: Cadence = None,
    sectors: Sectors = USUAL,
    localities: Localities = USUAL_PLACES,
    port_offset: Offset = 0,
    detach: Annotated[bool, typer.Option("--detach", help="Run in the background.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Start again what dies.")] = False,
) -> None:
    """Start broker, services and site, and write demo.json; Ctrl-C stops them."""
    wanted = WantedScene(start, rules_as_of, population, seed, edition_cadence)
    folder = StateFolder(state_dir)
    options = _options(wanted, port_offset, sectors=sectors, localities=localities)
    if detach:
        rest = ["--port-offset", str(port_offset), "--sectors", sectors]
        rest += ["--localities", localities]
        rest += ["--restart"] if restart else []
        background.start(folder, [*_words(folder, wanted), *rest])
        _show_status(folder)
        return
    with ending_once(), Stack(state_dir, options) as stack:
        telling.run_until_ended(stack, restart=restart)


def _options(
    wanted: WantedScene,
    port_offset: int,
    *,
    purpose: Purpose = "work",
    sectors: str = USUAL,
    localities: str = USUAL_PLACES,
) -> Options:
    known = read_roster(AUTHORITIES)
    chosen, places = known.chosen_sectors(sectors), known.chosen_localities(localities)
    usual = known.only([*chosen, *places]).ports
    ports = {name: port + port_offset for name, port in usual.items()}
    return Options(scene=wanted, ports=ports, sectors=chosen, localities=places, purpose=purpose)


def _words(folder: StateFolder, wanted: WantedScene) -> list[str]:
    """The same command for the process in the background."""
    words = ["up", "--state-dir", str(folder.path)]
    for name, value in asdict(wanted).items():
        if value is not None:
            words += ["--" + name.replace("_", "-"), str(value)]
    return words


@app.command()
def down(state_dir: StateDir = HERE) -> None:
    """Stop the stack that runs on a state folder."""
    background.stop(StateFolder(state_dir))


@app.command(name="status")
def show_status(state_dir: StateDir = HERE) -> None:
    """Which services are ready, and where their clocks stand."""
    _show_status(StateFolder(state_dir))


def _show_status(folder: StateFolder) -> None:
    running = folder.running_stack()
    out.print(status.table(running["addresses"]))
    for note in running["notes"]:
        say(note)


@app.command(name="advance")
def advance_time(
    by: Annotated[str, typer.Argument(metavar="SPAN", help="30d, 2w, 12h or a day to come.")],
    state_dir: StateDir = HERE,
) -> None:
    """Move the model's time, from one due instant to the next."""
    folder = StateFolder(state_dir)
    addresses = folder.running_stack()["addresses"]
    known = read_roster(AUTHORITIES)
    roster = known.only(addresses)
    tokens = {name: godmode.token(folder.keys, name, "operator") for name in roster.names}
    stages = godmode.time_stages(roster)
    with closing(DoorClocks(addresses, tokens)) as clocks:
        to = target(by, latest(clocks, stages))
        for instant in advance(clocks, stages, to):
            answer(status.local(instant))


@app.command(name="population")
def make_people(
    size: Annotated[int, typer.Option(help="How many people.")],
    seed: Annotated[int, typer.Option(help="Which people.")],
    as_of: Day = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="A file, else the screen.")] = None,
) -> None:
    """Write an invented population, one JSON object a line."""
    scene = cast.check_population(WantedScene(start=as_of, population=size, seed=seed))
    everyone = population.make_population(scene.population, scene.seed, scene.start)
    if out_file is None:
        population.write_jsonl(everyone, sys.stdout)
        return
    with private_files.replacing(out_file) as file:
        lines = population.write_jsonl(everyone, file)
    say(f"{lines} people and organisations in {out_file}.")


@app.command()
def rules(
    at: Annotated[str | None, typer.Option(help="One authority, platform or gateway.")] = None,
    as_of: Day = None,
    changes_since: Day = None,
) -> None:
    """Print the rules of a day, or what changed in them; no stack need run."""
    for shown in rules_told.tables(at, as_of, changes_since):
        out.print(shown)


@checkpoints.command()
def save(name: str, state_dir: StateDir = HERE) -> None:
    """Copy a stack's keys and data; one that runs is stopped for it, and started again."""
    moments.carry_out(StateFolder(state_dir), "save", name)


@checkpoints.command()
def load(name: str, state_dir: StateDir = HERE) -> None:
    """Put a copy in place of a stack's keys and data, which are lost; one that runs goes on."""
    moments.carry_out(StateFolder(state_dir), "load", name)


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop when the story is told.")] = False,
    as_json: AsJson = False,
    against: Annotated[Literal["here", "compose"], typer.Option(help="Where it runs.")] = "here",
    state_dir: StateDir = HERE,
    port_offset: Offset = 0,
) -> None:
    """Start a stack and play the storyline through its public doors."""
    if against == "compose":
        is_as_told = telling.tell_in_containers(_storyline, as_json=as_json)
    else:
        options = _options(WantedScene(), port_offset, purpose="story")
        is_as_told = telling.tell_here(_storyline, state_dir, options, once=once, as_json=as_json)
    if not is_as_told:
        raise Trouble("The story did not come out as told; the steps above say where")


def _storyline(stage: Stage, tell: Tell) -> Mapping[str, Any]:
    """Loaded only when it is played: no other command needs it."""
    play: Play = importlib.import_module("demo.storyline").play
    return play(stage, tell)


if __name__ == "__main__":
    app()
