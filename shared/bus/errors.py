"""What can go wrong on the bus.

BusError (an OSError)
├── BrokerAway       no connection to the broker, or the broker does not answer
├── NotAnnounced     a notice may not be on the stream; say it again
├── NobodyAnswers    nobody can be asked now; known at once
└── AnsweredLate     asked, and no answer in time; it may still have been heard
"""


class BusError(OSError):
    """The bus could not do it; the message is a short code and holds nothing that was sent."""


class BrokerAway(BusError):
    """No connection to the broker, or the broker does not answer."""


class NotAnnounced(BusError):
    """The stream did not confirm the notice; it may have it all the same, so say it again."""


class NobodyAnswers(BusError):
    """Nobody listens where the question was put, or we are cut off; known at once."""


class AnsweredLate(BusError):
    """There was no answer in time."""
