"""What changed since the edition was written, as readers see it: one snapshot after the other.

A reader takes a snapshot before it looks into the mapped file. So it sees a step of the feed whole
or not at all, without a lock: what a snapshot hides, the file may still hold, and what a snapshot
no longer hides was wiped before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import structlog

from services.partner_gateway.domain import Candidate, Target
from services.partner_gateway.records.copied import Change, Correction, Listed, Withdrawal
from services.partner_gateway.records.index_mapped import Key, MappedFile

log = structlog.get_logger()
Party = tuple[str, str, str]


@dataclass(slots=True)
class Step:
    """What a part of the feed changes: to be committed first, and then to be shown."""

    withdrawn: list[Withdrawal] = field(default_factory=list)
    corrected: dict[Key, Listed | None] = field(default_factory=dict)
    wiped: set[int] = field(default_factory=set)
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Since:
    """Records that no longer count, and listings that were put right."""

    hidden: frozenset[int] = frozenset()
    corrected: Mapping[Key, Listed] = field(default_factory=dict)
    by_party: Mapping[Party, Sequence[Listed]] = field(default_factory=dict)

    @classmethod
    def of(cls, hidden: Iterable[int], corrected: Iterable[Listed]) -> Self:
        """From what the journal tells."""
        rows = {row.key: row for row in corrected}
        return cls(frozenset(hidden), rows, _by_party(rows.values()))

    def after(self, step: Step) -> "Since":
        """The snapshot that follows."""
        hidden = self.hidden | step.wiped
        if not step.corrected.keys() & self.corrected.keys() and not any(step.corrected.values()):
            return replace(self, hidden=hidden)
        merged = {**self.corrected, **step.corrected}
        return Since.of(hidden, (row for row in merged.values() if row is not None))


def _by_party(rows: Iterable[Listed]) -> dict[Party, list[Listed]]:
    found: dict[Party, list[Listed]] = {}
    for row in rows:
        found.setdefault((row.kind, row.name, row.truncated_id), []).append(row)
    return found


class Held:
    """All that is answered from: a mapped file and the latest snapshot."""

    def __init__(self, mapped: MappedFile, since: Since) -> None:
        self.mapped = mapped
        self.since = since

    def candidates(
        self, kind: str, name: str, mask: str, targets: Sequence[Target]
    ) -> list[Candidate]:
        """Listings on these lists whose name and mask are exactly these; the longest first."""
        since = self.since
        found = self.mapped.named(kind, name, mask)
        if found is None and not since.by_party:
            return []
        rows = [one for place, one in found or () if place not in since.hidden]
        rows += map(_candidate, since.by_party.get((kind, name, mask), ()))
        rows = [one for one in rows if _is_on(one, targets)]
        if len(rows) > 1:
            rows.sort(key=lambda one: (one.listed_on, one.ref))
        return rows

    def holds(self, issuer: str, ref: str) -> bool:
        """Whether this listing is there."""
        since = self.since
        if (issuer, ref) in since.corrected:
            return True
        place = self.mapped.place_of(issuer, ref)
        return place != 0 and place not in since.hidden

    def plan(self, changes: Iterable[Change]) -> Step:
        """What a part of the feed changes here; nothing is changed yet."""
        step = Step()
        for change in changes:
            row, place = self._standing(change.key, step)
            if isinstance(change, Withdrawal):
                step.withdrawn.append(change)
            if row is None or not _matters(change, row):
                continue
            right = change.of(row) if isinstance(change, Correction) else None
            step.corrected[change.key] = right
            step.lost += right is None
            step.wiped |= {place} if place else set()
        return step

    def wipe(self) -> None:
        """Take what is hidden from the disk too; what it refuses stays hidden, to be retried."""
        hidden = self.since.hidden
        if not hidden:
            return
        try:
            self.mapped.wipe(hidden)
        except OSError as error:
            log.error("index_not_wiped", kind=type(error).__name__, count=len(hidden))
        else:
            self.since = replace(self.since, hidden=frozenset())

    def _standing(self, key: Key, step: Step) -> tuple[Listed | None, int]:
        """The listing as it stands after the step so far, and its place if it is in the file."""
        if key in step.corrected:
            return step.corrected[key], 0
        if key in self.since.corrected:
            return self.since.corrected[key], 0
        place = self.mapped.place_of(*key)
        if place == 0 or place in self.since.hidden:
            return None, 0
        return self.mapped.listing_at(place), place


def _is_on(one: Candidate, targets: Sequence[Target]) -> bool:
    """Whether it is on one of these few lists."""
    for target in targets:  # noqa: SIM110 - `any` would take twice the time
        if target.list == one.list and target.issuer == one.issuer:
            return True
    return False


def _matters(change: Change, row: Listed) -> bool:
    """A withdrawal always; a correction unless a later version is there already."""
    return isinstance(change, Withdrawal) or row.version < change.version


def _candidate(row: Listed) -> Candidate:
    return Candidate(
        issuer=row.issuer,
        ref=row.ref,
        list=row.list,
        reason=row.reason,
        listed_on=row.listed_on,
        stands_until=row.stands_until,
    )
