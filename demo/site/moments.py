"""Moments of the stack on a page: which were saved, save this one, go back to one.

Only whoever runs the stack can do that, and it stops this very process meanwhile. So the site
leaves a wish and answers at once; the page asks again until the site is back and knows what came
of it.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from demo import moments
from demo.launcher import StateFolder, checkpoint
from demo.site.window import Master
from demo.trouble import Trouble
from shared.errors import Conflict, NotFound, Unavailable
from shared.origin import door, ours

KEPT = ours("A class can start from the same moment as often as it likes.")
router = APIRouter(prefix="/moments", tags=["moments"])


class NotHere(Unavailable):
    """The site was started by hand: nobody could stop and start the services for it."""

    code = "moments_not_here"


class NameTaken(Conflict):
    """A moment of this name was saved before, and is never written over."""

    code = "name_taken"


class MomentUnknown(NotFound):
    """Nothing was saved under this name."""

    code = "moment_unknown"


class UnderWay(Conflict):
    """A moment is being saved or gone back to just now."""

    code = "moment_under_way"


class NotSaved(Conflict):
    """It cannot be loaded or saved as things are: another version, nothing there."""

    code = "moment_not_fit"


class Moment(BaseModel):
    """One that was saved: the model's day in it, and when that was."""

    name: str
    day: date | None
    saved_at: datetime


class Outcome(BaseModel):
    """The latest wish: how far it is, and the reason if it failed."""

    id: str
    do: Literal["save", "load"]
    name: str
    state: Literal["wished", "doing", "done", "failed"]
    reason: str
    said: str


class MomentsShown(BaseModel):
    """What was saved, the latest first, and what came of the latest wish."""

    can: bool
    moments: list[Moment]
    latest: Outcome | None


class MomentWish(BaseModel):
    """Save this moment under a name, or go back to the one of that name."""

    model_config = ConfigDict(extra="forbid")

    do: Literal["save", "load"]
    name: Annotated[str, Field(pattern=f"^{checkpoint.NAME.pattern}$")]


class Left(BaseModel):
    """The wish that was left: its outcome has the same id."""

    id: str


class Moments:
    """The moments of the stack whose document this site reads; none without such a document."""

    def __init__(self, master: Master) -> None:
        self._folder = master.folder

    @property
    def is_under_way(self) -> bool:
        """Whether one is being saved or loaded just now."""
        found = moments.read(self._folder.path) if self._folder else None
        return found is not None and found.is_under_way

    def shown(self) -> MomentsShown:
        """What was saved, and the latest wish."""
        if self._folder is None:
            return MomentsShown(can=False, moments=[], latest=None)
        wish = moments.read(self._folder.path)
        return MomentsShown(
            can=True,
            moments=_told(checkpoint.known(self._folder)),
            latest=Outcome.model_validate(wish, from_attributes=True) if wish else None,
        )

    def wish(self, asked: MomentWish) -> Left:
        """Leave a wish; what can be refused at once is."""
        folder = self._folder
        if folder is None:
            raise NotHere("This site belongs to no stack that could be stopped and started.")
        try:
            _must_be_possible(folder, asked)
            return Left(id=moments.make(folder.path, asked.do, asked.name).id)
        except Trouble as error:
            raise _refused(error) from error


def _told(found: Sequence[checkpoint.Kept]) -> list[Moment]:
    return [Moment.model_validate(one, from_attributes=True) for one in found]


def _must_be_possible(folder: StateFolder, asked: MomentWish) -> None:
    check = checkpoint.must_be_free if asked.do == "save" else checkpoint.must_fit
    check(folder, asked.name)


def _refused(error: Trouble) -> Conflict | NotFound:
    """The same as an answer; paths of this machine stay on it."""
    if isinstance(error, checkpoint.NoSuchCheckpoint):
        return MomentUnknown("Nothing was saved under this name.")
    if isinstance(error, checkpoint.NameTaken):
        return NameTaken("A moment of this name was saved before: choose another name.")
    if isinstance(error, moments.UnderWay):
        return UnderWay("A moment is being saved or gone back to just now.")
    return NotSaved("Another version of the model saved this moment; this one cannot read it.")


class Stories(Protocol):
    """Whoever plays stories on this stack."""

    def alone(self) -> AbstractContextManager[None]:
        """No story is played and no clock moved meanwhile; a Conflict if one is."""
        ...


@router.get("/known", **door(KEPT))
def known(request: Request) -> MomentsShown:
    """All moments that were saved, and what came of the latest wish."""
    own: Moments = request.app.state.moments
    return own.shown()


@router.post("/wishes", status_code=202, **door(KEPT))
def wish(asked: MomentWish, request: Request) -> Left:
    """Save, or go back: everything stops for it and starts again, this site too."""
    own: Moments = request.app.state.moments
    plays: Stories = request.app.state.plays
    with plays.alone():
        return own.wish(asked)
