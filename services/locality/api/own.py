"""What a resident sees: the own score with every line that made it, and the own file."""

from fastapi import APIRouter

from services.locality.api.own_file import OwnFile, own_file
from services.locality.api.score_shapes import ScoreShown
from services.locality.api.visits import ReadingVisit
from shared.origin import door, ours, paper
from shared.procedure.doors import DeskDep

router = APIRouter(tags=["residents"])


@router.get("/v1/me/score", **door(paper("Citizens can access their rating; the lines are ours.")))
def my_score(visit: ReadingVisit) -> ScoreShown:
    """Your score, for your eyes only, with every line that made it, its rule and its source."""
    found = visit.own_score(visit.resident())
    return ScoreShown.of(found, visit.office)


@router.get("/v1/me/file", **door(ours("The right to know.", floor=True)))
def my_file(visit: ReadingVisit, desk: DeskDep) -> OwnFile:
    """All that is held about you here: who collected it, under which rule, what you can do."""
    return own_file(visit, desk)
