"""The page on memorandums is in step with the files, and every ranked reason is a real ground."""

from collections import defaultdict

import yaml

from demo import memorandums
from demo.portraits import AUTHORITIES
from shared.authorities import load
from shared.rulebook import Ground
from shared.rulebook import load as load_rulebook
from tests.house.tree import ROOT

PAGE = memorandums.FILE.read_text(encoding="utf-8")
RECOGNITION = yaml.safe_load((memorandums.GATEWAY / "recognition.yaml").read_text("utf-8"))
Listed = tuple[str, str]


def grounds() -> dict[Listed, set[str]]:
    """Every ground of every declared list, on whatever date it was one."""
    found: defaultdict[Listed, set[str]] = defaultdict(set)
    for issuer in load(AUTHORITIES).issuers:
        assert issuer.rulebook is not None
        for row in load_rulebook(ROOT / issuer.rulebook).rows:
            if isinstance(row.value, Ground):
                found[issuer.slug, row.value.list].add(row.id)
    return dict(found)


def ranked() -> dict[Listed, list[str]]:
    """Every reason that a row of seriousness names."""
    found: defaultdict[Listed, list[str]] = defaultdict(list)
    for one in RECOGNITION["seriousness"]:
        found[one["issuer"], one["list"]] += one["reasons"]
    return dict(found)


def test_the_tables_are_as_the_files_are() -> None:
    assert memorandums.written(PAGE) == PAGE, "run `python -m demo.memorandums`"
    assert all(f"| {table.splitlines()[0][2:]}" in PAGE for table in memorandums.tables().values())


def test_every_ground_of_a_list_that_burdens_is_ranked_once_and_nothing_else_is() -> None:
    """The gateway's image has no rulebook of an issuer, so this is checked here."""
    known = grounds()
    targets = {
        (one["issuer"], one["list"])
        for mou in memorandums.agreements()
        if mou["effect"] == "adverse"
        for one in mou["targets"]
    }
    assert {listed: sorted(reasons) for listed, reasons in ranked().items()} == {
        listed: sorted(known[listed]) for listed in targets
    }


def test_what_the_page_says_in_words_is_so() -> None:
    found = memorandums.agreements()
    by_id = {mou["id"]: mou for mou in found}
    defaulters = by_id["judgment-defaulters-2016"]
    assert len(defaulters["signed"]) == 44
    assert len(defaulters["measures"]) == 10
    assert "All 44\nsignatories" in PAGE
    assert "Of its 55 measures ten are here" in PAGE
    assert len(found) == 9
    assert "nine files\nin all" in PAGE
    barred = [mou for mou in found if "procurement-bar" in {one["id"] for one in mou["measures"]}]
    assert len(barred) == 4
    assert "barred under four of them" in PAGE
    silent = [one["id"] for mou in found for one in mou["measures"] if not one["partners"]]
    assert silent == ["high-fee-schools"]


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/memorandums.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
