"""The running stack as a story that is played from the map sees it."""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from joserfc.jwk import OKPKey

from demo import wishes
from demo.advance import DoorClocks, move
from demo.identity import sign
from demo.parties import KnownParties
from demo.site.window import Document, Master
from shared.errors import Unavailable
from shared.identifiers import IdNumber, Party


class NoDocument(Unavailable):
    """The site was started without the document that opens the doors."""

    code = "no_document"


class SiteStage:
    """Driven through the public doors with the document's tokens."""

    def __init__(self, master: Master, folder: Path, parties: KnownParties, key: OKPKey) -> None:
        self._master = master
        self._folder = folder
        self._parties = parties
        self._key = key

    @property
    def document(self) -> Document:
        """Addresses, tokens, secrets, parties; NoDocument without them."""
        if not (found := self._master.read()):
            raise NoDocument("This site was started without the document that opens the doors.")
        return found

    def advance(self, by: timedelta | datetime) -> datetime:
        """Move the model's time; returns where it stands."""
        told = self.document
        with closing(DoorClocks(told["services"], told["operators"])) as clocks:
            return move(clocks, told["time_stages"], by)

    def party_token(self, id_number: str, audience: str) -> str:
        """A party's token, from the identity issuer that this process is."""
        party = self._parties.find(IdNumber(id_number))
        if party is None:
            raise KeyError("no invented party here has this number")
        return sign(self._key, audience, party)

    def register(self, parties: Iterable[Party]) -> None:
        """Know more parties."""
        self._parties.add(parties)

    def stop_service(self, name: str) -> None:
        """Ask whoever runs the stack to stop one service."""
        wishes.make(self._folder, "stop", name)

    def start_service(self, name: str) -> None:
        """Ask for it to be started again, and wait."""
        wishes.make(self._folder, "start", name)
