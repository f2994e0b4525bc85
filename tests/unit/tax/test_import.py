"""Many proposals at the tax authority: the same doors, its own check of the facts."""

from tests.builders import make_organisation
from tests.unit.lines import csv_file, taken
from tests.unit.tax.stories import OLD, TaxOffice, done

MAJOR = ("major-violations", "tax-evasion")


async def test_each_line_rests_on_a_case_or_on_a_taxpayer_with_an_a(tax: TaxOffice) -> None:
    evader, young, good = (make_organisation(number=236048 + 7 * n) for n in range(3))
    case = await tax.record(await tax.register(evader))
    open_case = await tax.record(await tax.register(young), decision_final=False)
    firm = await tax.register(good, OLD)
    done(await tax.rate(firm, "A", 2017), 200)
    a_list = ("a-taxpayers", "grade-a")
    file = csv_file(
        (*MAJOR, case, evader),
        (*MAJOR, open_case, young),
        (*MAJOR, case, good),
        (*a_list, firm, good),
        (*a_list, firm, evader),
        (*MAJOR, case, evader),
    )
    assert await taken(tax.open, file) == [
        (2, None, None),
        (3, "facts", "decision_not_final"),
        (4, "basis", "basis_not_of_party"),
        (5, None, None),
        (6, "basis", "basis_not_of_party"),
        (7, "facts", "already_proposed"),
    ]
