"""Runs the benchmarks, keeps and shows their results; exit code 1 if one is under its floor."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.results import FILE, Result, keep

APART = {"__main__", "results"}


def names() -> list[str]:
    """All benchmarks there are."""
    found = {module.name for module in pkgutil.iter_modules(benchmarks.__path__)}
    modules = (importlib.import_module(f"benchmarks.{name}") for name in sorted(found - APART))
    return [module.__name__.split(".")[1] for module in modules if hasattr(module, "run")]


def main(wanted: Sequence[str]) -> int:
    """Run those named, or all."""
    known, console = names(), Console(stderr=True)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        console.print(f"There is no benchmark {', '.join(unknown)}, only {', '.join(known)}.")
        return 2
    results: list[Result] = []
    for name in wanted or known:
        console.print(f"{name} ...")
        results += importlib.import_module(f"benchmarks.{name}").run()
    keep(results)
    Console().print(_table(results))
    console.print(f"Kept in {FILE}.")
    return 0 if all(result.is_good for result in results) else 1


def _table(results: Sequence[Result]) -> Table:
    table = Table("name", "value", "unit", "ceiling", "ratio", "at least")
    for one in results:
        numbers = [_number(one.value), one.unit, _number(one.ceiling), _number(one.ratio)]
        table.add_row(one.name, *numbers, _number(one.floor), style=None if one.is_good else "red")
    return table


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
