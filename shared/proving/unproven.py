"""Why something is not proved."""


class Unproven(Exception):
    """A check that failed: a stable code, and one sentence without a final stop for a human."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
