"""What the locality shows to everybody, and what it shows its officers."""

from datetime import date, datetime

from pydantic import BaseModel

from services.locality.domain.batches import Batch
from services.locality.domain.events import Event
from services.locality.domain.objections import Objection
from services.locality.domain.office import Office
from services.locality.domain.scheme import Scheme
from shared.procedure.shapes import Contact, ListCount, RulebookShown, RuleShown, Task
from shared.rulebook.rows import Text


class EditionKnown(BaseModel):
    """One edition of the scheme, whether in force or not."""

    edition: str
    title: Text
    valid_from: date | None
    valid_to: date | None
    is_in_force: bool


class LocalRulebook(RulebookShown):
    """The rules around the scheme, the scheme in force, its editions, and the list kept here."""

    law: Text | None
    scheme: Scheme
    editions: list[EditionKnown]
    local_list: RulebookShown | None

    @classmethod
    def of(cls, office: Office, local_list: RulebookShown | None) -> "LocalRulebook":
        """All that one place goes by."""
        return cls(
            authority=office.slug,
            heading=office.heading(),
            as_of=office.rules.as_of,
            rules=[RuleShown(**row.model_dump()) for row in office.rules.rows.values()],
            law=office.law,
            scheme=office.scheme,
            editions=[_known(one, office.scheme) for one in office.editions],
            local_list=local_list,
        )


def _known(edition: Scheme, in_force: Scheme) -> EditionKnown:
    return EditionKnown(
        edition=edition.edition,
        title=edition.title,
        valid_from=edition.in_force.valid_from,
        valid_to=edition.in_force.valid_to,
        is_in_force=edition.edition == in_force.edition,
    )


class LocalContact(Contact):
    """Objections to a local listing have a door, those to an event another."""

    object_to_event_at: str


class GradeCount(BaseModel):
    """How many have a grade; null below ten, otherwise rounded to five."""

    grade: str
    residents: int | None


class StackCount(BaseModel):
    """How many acts have so many penalties of other bodies held against them; null below ten."""

    penalties: int
    acts: int | None


class LocalStatistics(BaseModel):
    """Public counts of one place."""

    authority: str
    rules: str
    on: date
    residents: int | None
    consenting: int | None
    grades: list[GradeCount]
    stacked: list[StackCount]
    lists: list[ListCount]


class LocalTask(BaseModel):
    """Something that waits for an officer."""

    what: str
    id: str
    about: str
    since: datetime
    due_on: date | None

    @classmethod
    def of(cls, objection: Objection) -> "LocalTask":
        """The task that an open objection is."""
        return cls(
            what="decide the objection",
            id=objection.id,
            about=objection.event_id,
            since=objection.raised_at,
            due_on=objection.decide_by,
        )

    @classmethod
    def to_tell(cls, event: Event) -> "LocalTask":
        """The task that an event is which counts nothing before its resident was told."""
        return cls(
            what="tell the resident",
            id=event.id,
            about=event.id,
            since=event.notified_at,
            due_on=None,
        )

    @classmethod
    def of_batch(cls, batch: Batch, waiting: int) -> "LocalTask":
        """The task that an unfinished bundle of paper forms is."""
        return cls(
            what="decide the differences" if waiting else "key the bundle again",
            id=batch.id,
            about=f"{batch.department} {batch.bundle}",
            since=batch.keyed_again_at or batch.opened_at,
            due_on=batch.reconcile_by,
        )

    @classmethod
    def of_task(cls, task: Task) -> "LocalTask":
        """The task that a step towards a local listing is."""
        return cls(
            what=task.what, id=task.id, about=task.ground, since=task.since, due_on=task.due_on
        )


class LocalWorklist(BaseModel):
    """What waits, the most urgent first."""

    tasks: list[LocalTask]
