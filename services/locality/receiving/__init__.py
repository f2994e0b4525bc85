"""What comes down from the national platform: evaluations of organisations, as a complement."""

from services.locality.receiving.duties import ComplementDuties
from services.locality.receiving.feed import Brought, EvaluationFeed
from services.locality.receiving.follower import ComplementFollower, Feed

__all__ = ["Brought", "ComplementDuties", "ComplementFollower", "EvaluationFeed", "Feed"]
