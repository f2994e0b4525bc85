"""A locality's desk: its pages, and what an officer reads before deciding on an event."""

import re

import pytest

from services.locality import pages
from services.locality.domain.batches import Outcome
from shared.checked_yaml import read
from shared.procedure import desk_page
from shared.web.pages.words import FRAME, WordFile
from tests.builders import make_party
from tests.page_words import said_in_scripts, said_in_templates
from tests.unit.locality.story import Place, code

PAGE = {"accept": "text/html"}
# Put together in the page: fields of a form, ends of a line, sides of a difference.
COMPOSED = (
    *(f"outcome_{one.value}" for one in Outcome),
    *(f"keying_{one}" for one in range(3)),
    *("name", "id_number", "item", "happened_on", "note", "first", "second", "line"),
    *("keeps_first", "keeps_second", "keeps_neither"),
    *("count_lines", "count_keyed_once", "count_events", "count_waiting", "count_refused"),
)


@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [("/desk", "The officer’s desk", "经办台"), ("/desk/paper", "Paper forms", "纸质表单")],
)
async def test_both_pages_speak_both_languages_and_load_only_their_own(
    rongcheng: Place, path: str, english: str, chinese: str
) -> None:
    nobody = rongcheng.opened.anybody()
    for language, words in (("en", english), ("zh", chinese)):
        page = await nobody.send("GET", f"{path}?lang={language}", headers=PAGE)
        assert page.status_code == 200
        assert f"<h1>{words}" in page.text
        assert "style=" not in page.text
        assert "<script>" not in page.text
        assert "connect-src 'self';" in page.headers["content-security-policy"]
        for asset in set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)):
            assert (await nobody.get(asset)).status_code == 200, asset


async def test_every_module_that_a_script_imports_is_served(rongcheng: Place) -> None:
    nobody = rongcheng.opened.anybody()
    for script in pages.HERE.glob("assets/*.js"):
        for name in re.findall(r'from "(?:\./|/assets/)([a-z-]+\.js)"', script.read_text("utf-8")):
            assert (await nobody.get(f"/assets/{name}")).status_code == 200, name


def test_no_word_is_missing() -> None:
    files = [read(path, WordFile) for path in (FRAME, *desk_page.WORDS, pages.HERE / "words.yaml")]
    page = {name for one in files for name in one.page}
    script = {name for one in files for name in one.script}
    assert said_in_templates(pages.HERE) <= page
    assert said_in_scripts(pages.HERE) | set(COMPOSED) <= script


def test_the_page_makes_no_markup_of_what_is_keyed_and_is_light() -> None:
    for script in pages.HERE.glob("assets/*.js"):
        text = script.read_text("utf-8")
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", text), script
        assert "Storage" not in text, script  # what is keyed is kept nowhere
    sizes = [path.stat().st_size for path in pages.HERE.rglob("*") if path.suffix != ".py"]
    assert sum(sizes) < 60_000


async def test_whoever_decides_on_an_event_reads_what_the_resident_says(rongcheng: Place) -> None:
    wang = make_party()
    resident = await rongcheng.settle(wang)
    event = await rongcheng.event("utilities", resident, "utility-late", "2018-12-20")
    objection = (await rongcheng.object(wang, event)).json()["id"]
    door = f"/v1/event-objections/{objection}"
    read_it = await rongcheng.opened.officer("appeals").get(door)
    assert read_it.status_code == 200
    found = read_it.json()
    assert (found["kind"], found["happened_on"]) == ("utility-late", "2018-12-20")
    assert found["collected_by"] == "utilities"
    assert found["statement"]
    assert wang.id_number not in read_it.text
    refused = await rongcheng.opened.anybody().get(door)
    assert code(refused) == (401, "unauthenticated")
    unknown = "/v1/event-objections/o-aaaaaaaaaaaaaaaaaaaa"
    assert (await rongcheng.opened.officer("appeals").get(unknown)).status_code == 404
