"""What the person at the keyboard can mend."""


class Trouble(Exception):
    """A reason to stop, told in one sentence without a final stop; never with a traceback."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.exit_code = exit_code
