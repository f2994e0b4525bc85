"""Small real things that stand in for the world around a service."""

from datetime import date, datetime, timedelta

from shared.calendar import ModelClock, start_of


class FixedClock(ModelClock):
    """The model's clock, standing at noon of a legal day until a test moves it."""

    def __init__(self, day: date = date(2019, 1, 2)) -> None:
        super().__init__(noon(day))

    def move_to(self, day: date) -> None:
        """Put the clock to noon of a later day."""
        self.move(noon(day))


def noon(day: date) -> datetime:
    """Noon of a legal day, as an instant in UTC."""
    return start_of(day) + timedelta(hours=12)
