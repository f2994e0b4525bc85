"""Putting right how a listing writes its party, without putting another party in its place."""

from dataclasses import dataclass, replace

from shared.errors import Conflict
from shared.identifiers import Party
from shared.ledger.listing import Listing
from shared.procedure.steps import Proposal


class AnotherParty(Conflict):
    """A correction that would put somebody else on the list without notice."""

    code = "another_party"


@dataclass(frozen=True, slots=True)
class Correction:
    """The party as it should have been written."""

    party: Party

    def must_be_about(self, listing: Listing) -> None:
        """AnotherParty if neither the name nor the number stays: that needs a procedure anew."""
        stays = (self.party.name == listing.name, self.party.id_number == listing.id_number)
        if self.party.kind is not listing.kind or not any(stays):
            raise AnotherParty("A correction leaves the kind, and the name or the number, as is.")

    def applied_to(self, proposal: Proposal) -> Proposal:
        """The proposal about the party as it is now written, so that it finds its own file."""
        return replace(proposal, name=self.party.name, id_number=self.party.id_number)
