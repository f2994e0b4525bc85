"""What pages say, in both languages: one file per service, and the frame's own words below it."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from shared import checked_yaml
from shared.rulebook.rows import Closed, Text

FRAME = Path(__file__).with_name("frame.yaml")
Said = Mapping[str, str]


class WordFile(Closed):
    """A file of words: those of templates, those of scripts, and one sentence for each problem."""

    page: dict[str, Text] = Field(default_factory=dict)
    script: dict[str, Text] = Field(default_factory=dict)
    problems: dict[str, Text] = Field(default_factory=dict)


class Words:
    """The words of a service over those of the frame, ready in each language."""

    def __init__(self, *files: WordFile) -> None:
        self._page = {name: text for one in files for name, text in one.page.items()}
        self._script = {name: text for one in files for name, text in one.script.items()}
        self._problems = {code: text for one in files for code, text in one.problems.items()}

    def page(self, language: str) -> Said:
        """What templates say, by name."""
        return _in(language, self._page)

    def problem(self, language: str, code: str, otherwise: str) -> str:
        """What a problem is called for people; another's sentence where there is none of ours."""
        found = self._problems.get(code)
        return otherwise if found is None else str(getattr(found, language))

    def script(self, language: str) -> str:
        """What scripts say, as JSON for an attribute; problems stand there as `problem.CODE`."""
        problems = {f"problem.{code}": text for code, text in self._problems.items()}
        return json.dumps(_in(language, self._script | problems), ensure_ascii=False)


def load_words(*paths: Path) -> Words:
    """The words of one service; BrokenFile where one language is missing."""
    files = (checked_yaml.read(one, WordFile) for one in (FRAME, *paths))
    return Words(*files)


def _in(language: str, words: Mapping[str, Text]) -> dict[str, str]:
    return {name: getattr(text, language) for name, text in words.items()}
