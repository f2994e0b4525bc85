"""A NATS client that no sender's bytes can stop.

The server lets a publisher put any bytes but blanks into a subject and into headers, and stores
them. nats-py decodes subjects and header lines strictly and counts form feeds as blanks, so one
such message ends its read loop, and on a stream it would come again after every reconnect. Here
each message is framed by the server's own rules and reaches nats-py as printable ASCII.
"""

from nats.aio.client import Client
from nats.protocol.parser import Parser

END = b"\r\n"
HEADER_START = b"NATS/1.0"


class TolerantParser(Parser):
    """Frames messages itself and leaves every other line of the protocol to nats-py."""

    def reset(self) -> None:
        """Forget half-read bytes, as a new connection needs."""
        super().reset()
        self._unread = bytearray()

    async def parse(self, data: bytes = b"") -> None:
        """Take what the socket gave; whole messages and lines are handed on."""
        self._unread += data
        while (end := self._unread.find(END)) >= 0:
            line = bytes(self._unread[:end])
            if not line.startswith((b"MSG ", b"HMSG ")):
                del self._unread[: end + len(END)]
                await super().parse(line + END)
            elif not await self._hand_on(line):
                return

    async def _hand_on(self, line: bytes) -> bool:
        """One message: `MSG subject sid [reply] size`, `HMSG subject sid [reply] headers size`."""
        words = line.split(b" ")
        has_headers = words[0] == b"HMSG"
        sizes = words[-2:] if has_headers else [b"0", words[-1]]
        header_size, size = int(sizes[0]), int(sizes[1])
        start = len(line) + len(END)
        if len(self._unread) < start + size + len(END):
            return False
        block = bytes(self._unread[start : start + size])
        del self._unread[: start + size + len(END)]
        reply = words[3] if len(words) == (6 if has_headers else 5) else b""
        headers = _printable_headers(block[:header_size])
        await self.nc._process_msg(
            int(words[2]), _printable(words[1]), reply, block[header_size:], headers
        )
        return True


class TolerantClient(Client):
    """nats-py's client with the parser above."""

    def __init__(self) -> None:
        super().__init__()
        self._ps = TolerantParser(self)


def _printable(word: bytes) -> bytes:
    """The same with every byte that is not ASCII written out."""
    return word.decode("ascii", "backslashreplace").encode()


def _printable_headers(block: bytes) -> bytes:
    """Headers that nats-py can read; what does not look like headers is none."""
    is_whole = block.startswith(HEADER_START) and len(block) > len(HEADER_START + END)
    return _printable(block) if is_whole else b""
