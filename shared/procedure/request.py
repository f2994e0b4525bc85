"""What an officer asks for when somebody is to be listed."""

from dataclasses import dataclass

from shared.identifiers import Party


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asks for: this party, on this list, on this ground, resting on this case."""

    list: str
    ground: str
    basis: str
    party: Party
