"""The tax authority's side of the ledger: listings by arrears; a grade is no duty."""

from datetime import date

from shared.procedure.consequences.counting import lengths_in
from tests.unit.tax.stories import TaxOffice, a_firm, done


async def test_listings_count_by_the_arrears_of_their_case(tax: TaxOffice) -> None:
    firm = a_firm()
    case = await tax.record(await tax.register(firm), amount_yuan=5_000_000)
    (ground,) = {row for (row,) in tax.open.rows("SELECT ground FROM violations")}
    listing = await tax.listed(firm, case, ground)
    month = date.fromisoformat(listing["listed_on"]).replace(day=1)
    with tax.open.database.read() as session:
        found = lengths_in(session, tax.open.app.state.desk.casework, month)
    assert list(found) == [("major-violations", "largest-amount")]


async def test_one_a_taxpayer_is_like_another(tax: TaxOffice) -> None:
    shown = done(await tax.open.anybody().get("/v1/consequences"), 200)
    brackets = {one["list"]: [cell["id"] for cell in one["brackets"]] for one in shown["lists"]}
    assert brackets["a-taxpayers"] == ["all"]
    assert brackets["major-violations"] == [
        "small-amount",
        "middle-amount",
        "large-amount",
        "largest-amount",
    ]
    assert (await tax.open.anybody().get("/ledger")).status_code == 200
