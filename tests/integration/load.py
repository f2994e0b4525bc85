"""Officers who go on working at the court's doors while something else breaks."""

import threading
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from types import TracebackType
from typing import Self

from demo.launcher import Stack
from demo.storyline.doors import Answer, Doors, Visitor
from shared.ledger.listing import Listing
from tests.integration.books import until

WITHDRAWN_ONE_IN = 4


class CourtAtWork:
    """Corrects listings over and over, and withdraws some; every act must be accepted."""

    def __init__(self, stack: Stack, listings: Sequence[Listing]) -> None:
        self._stack = stack
        self._listings = listings
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.accepted = 0
        self.refused: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        assert error or not self.refused, self.refused

    def go_on(self, acts: int) -> None:
        """Return when so many more acts were accepted."""
        wanted = self.accepted + acts
        until(lambda: bool(self.refused) or self.accepted >= wanted, f"{acts} more acts")

    def _work(self) -> None:
        with closing(Doors(self._stack)) as doors:
            clerk = doors.officer("court", "clerk")
            rest = self._withdraw_some(clerk)
            for count, listing in enumerate(cycle(rest)):
                if self._stop.is_set():
                    return
                self._note(_correct(clerk, listing, "甲" if count // len(rest) % 2 else "乙"))

    def _withdraw_some(self, clerk: Visitor) -> list[Listing]:
        for listing in self._listings[::WITHDRAWN_ONE_IN]:
            ended = clerk.post(f"/v1/listings/{listing.ref}/withdrawal", {"cause": "performed"})
            self._note(ended)
        return [one for at, one in enumerate(self._listings) if at % WITHDRAWN_ONE_IN]

    def _note(self, answer: Answer) -> None:
        if answer.status == 200:
            self.accepted += 1
        else:
            self.refused.append(f"{answer.status} {answer.code}")
            self._stop.set()


def _correct(clerk: Visitor, listing: Listing, ending: str) -> Answer:
    """The name is put right; the number stays."""
    party = {
        "kind": listing.kind.value,
        "name": listing.name + ending,
        "id_number": listing.id_number,
    }
    return clerk.post(f"/v1/listings/{listing.ref}/correction", {"party": party})
