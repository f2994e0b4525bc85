"""One running stack and one Chromium for all tests of pages; both end with this folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from demo import storyline
from demo.launcher import Stack
from tests.browser.chromium import Watch, opened
from tests.browser.lived import Lived
from tests.browser.lived import opened as lived_stack

HERE = Path(__file__).parent
# Others may be at work on this machine: a deadline, which no passing test ever waits for.
expect.set_options(timeout=20_000)
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Not for the session: while Playwright runs, no asynchronous test can.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium; skips where there is none."""
    with opened() as chromium:
        yield chromium


@dataclass(frozen=True, slots=True)
class Played:
    """A running stack on which the storyline was told, and the story's own account."""

    stack: Stack
    account: dict[str, Any]

    @property
    def party(self) -> dict[str, str]:
        """Who was listed in the story, and withdrawn at its end."""
        return dict(self.stack.document["parties"][-2])


@pytest.fixture(scope="package")
def played(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The one stack; asked for only after a browser was found."""
    with Stack.on_free_ports(tmp_path_factory.mktemp("pages")) as stack:
        yield Played(stack, storyline.play(stack, lambda line: None))


@pytest.fixture(scope="package")
def stack(played: Played) -> Stack:
    """The running stack: `stack.urls` has the addresses, `stack.document` every token."""
    return played.stack


@pytest.fixture(scope="package")
def lived(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Another stack, on which something stands: see there."""
    with lived_stack(tmp_path_factory.mktemp("lived")) as found:
        yield found


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the test's pages did wrong; nothing, unless the test says that it was meant."""
    watching = Watch()
    yield watching
    assert not watching.unexpected(), "\n".join(watching.unexpected())


Opens = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Opens]:
    """`open_page(viewport=NARROW, color_scheme="dark", locale="zh-CN")`: a fresh visitor's page."""
    contexts = []

    def opens(**wishes: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **wishes})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield opens
    for context in contexts:
        for one in context.pages:
            one.goto("about:blank")  # nothing more is asked, and what was is not waited for
            one.unroute_all(behavior="ignoreErrors")
        context.close()


@pytest.fixture
def page(open_page: Opens) -> Page:
    """One page of a fresh visitor, in English, light, 1280 px wide."""
    return open_page()
