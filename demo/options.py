"""Options that several commands share, each said once."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("write a day like 2019-01-01") from error


HERE = Path("var")
StateDir = Annotated[Path, typer.Option(help="Where keys, data and logs lie.")]
Day = Annotated[date | None, typer.Option(parser=_day, metavar="DATE")]
Offset = Annotated[int, typer.Option(min=0, max=50_000, help="Added to every port.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document at the end.")]
