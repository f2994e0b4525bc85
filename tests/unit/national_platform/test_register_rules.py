"""What notices do to the register, whatever order they come in and however often."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.national_platform.domain.checking import Word
from services.national_platform.domain.register import Held, hear, tell
from shared.bus import Delivery
from shared.contract import Act, BadNotice, Cause, Envelope, read_notice
from shared.ledger.listing import Listing
from tests.unit.national_platform.saying import correct, listed, say, withdraw

LATER = date(2022, 2, 1)


def word(said: Delivery) -> Word:
    envelope = Envelope.read(said.subject, said.headers)
    return Word(envelope, read_notice(envelope, said.body))


def heard(*said: Delivery) -> Held:
    """The listing after these, in this order."""
    held: Held | None = None
    for one in said:
        held = hear(held, word(one))
    assert held is not None
    return held


def life(listing: Listing, steps: list[str]) -> list[Delivery]:
    """One listing from its first act to its last, as an honest issuer says it."""
    said = [say(listing)]
    for step in steps:
        if step == "renewed":
            listing = listing.renew(date(listing.stands_until.year + 1, 2, 1))
            said.append(say(listing))
        elif step == "corrected":
            listing = listing.correct(f"{listing.name}改", listing.id_number)
            said.append(say(listing, Act.CORRECTED))
        else:
            listing = listing.withdraw(Cause.SETTLED, date(2019, 6, 1))
            said.append(say(listing, Act.WITHDRAWN))
    return said


@st.composite
def lives_in_any_order(draw: st.DrawFn) -> tuple[list[Delivery], list[Delivery]]:
    steps = draw(st.lists(st.sampled_from(["renewed", "corrected"]), max_size=4))
    end = draw(st.sampled_from([[], ["withdrawn"]]))
    said = life(listed(), steps + end)
    repeated = said + draw(st.lists(st.sampled_from(said), max_size=4))
    return said, draw(st.permutations(repeated))


@given(lives_in_any_order())
def test_any_order_with_any_repeats_leaves_the_same_register(
    story: tuple[list[Delivery], list[Delivery]],
) -> None:
    in_order, as_it_came = story
    kept = heard(*as_it_came)
    told = heard(*in_order)
    # Which act set the dates may differ, for a withdrawal ends all questions about them.
    assert replace(kept, terms_version=0) == replace(told, terms_version=0)


def test_a_lower_or_the_same_version_changes_nothing() -> None:
    first, renewed = listed(), listed(version=3, stands_until=LATER)
    known = heard(say(renewed))
    assert hear(known, word(say(replace(first, name="旧名")))) == known
    assert hear(known, word(say(replace(renewed, name="别名")))) == known


def test_a_higher_listed_is_a_renewal() -> None:
    assert heard(say(listed()), say(listed(version=2, stands_until=LATER))).stands_until == LATER


def test_a_correction_changes_name_and_mask_and_nothing_else() -> None:
    before = heard(say(listed()))
    bold = replace(listed(), name="王秀颖", stands_until=LATER, reason="other", version=2)
    after = hear(before, word(say(bold, Act.CORRECTED)))
    assert after == replace(before, name="王秀颖", version=2)


def test_a_correction_that_comes_first_is_a_listing_until_its_dates_are_heard() -> None:
    corrected = correct(listed(), "王秀颖")
    held = heard(corrected, say(listed(stands_until=LATER)))
    assert (held.name, held.stands_until, held.version) == ("王秀颖", LATER, 2)


def test_a_withdrawn_listing_forgets_whom_it_was_about_and_why() -> None:
    held = heard(say(listed()), withdraw(listed(), Cause.LISTED_IN_ERROR, date(2019, 5, 6)))
    assert (held.name, held.truncated_id, held.reason) == (None, None, None)
    assert (held.cause, held.version) == (Cause.LISTED_IN_ERROR, 2)
    assert held.withdrawn_at is not None


def test_the_withdrawal_of_an_unknown_reference_leaves_a_tombstone() -> None:
    stone = heard(withdraw(listed()))
    assert (stone.name, stone.cause, stone.version) == (None, Cause.PERFORMED, 2)
    assert hear(stone, word(say(listed()))) == stone


@pytest.mark.parametrize("act", [Act.LISTED, Act.CORRECTED])
def test_nothing_new_may_be_said_after_a_withdrawal(act: Act) -> None:
    stone = heard(say(listed()), withdraw(listed()))
    with pytest.raises(BadNotice, match=f"{act}_after_withdrawal"):
        hear(stone, word(say(listed(version=3), act)))


def test_a_withdrawal_ends_it_even_if_a_higher_version_came_before() -> None:
    held = heard(say(listed(version=7)), withdraw(listed()))
    assert held.withdrawn_at is not None
    assert (held.name, held.version) == (None, 7)


def test_a_second_withdrawal_changes_neither_date_nor_cause() -> None:
    first = withdraw(listed(), Cause.SETTLED, date(2019, 5, 6))
    again = withdraw(listed(version=4), Cause.DISCRETION, date(2019, 7, 8))
    held, twice = heard(first), heard(first, again)
    assert (twice.withdrawn_at, twice.cause) == (held.withdrawn_at, Cause.SETTLED)


def test_a_reference_stays_on_its_list() -> None:
    moved = listed(version=2, list="a-taxpayers")
    with pytest.raises(BadNotice, match="list_or_kind_changed"):
        heard(say(listed()), say(moved))


def test_a_shorter_term_is_shown_at_once_and_a_longer_one_waits_for_an_edition() -> None:
    shown = replace(heard(say(listed())), in_edition="2019-02", shown_until=listed().stands_until)
    shorter = hear(shown, word(say(listed(version=2, stands_until=date(2019, 9, 1)))))
    assert shorter.shown_until == date(2019, 9, 1)
    longer = hear(shown, word(say(listed(version=2, stands_until=LATER))))
    assert (longer.stands_until, longer.shown_until) == (LATER, shown.shown_until)


def test_readers_are_told_of_corrections_only_where_they_know_the_listing() -> None:
    before = heard(say(listed()))
    change = word(correct(listed(), "王秀颖"))
    assert tell(before, hear(before, change), change) is None
    known = replace(before, in_edition="2019-02", shown_until=before.stands_until)
    telling = tell(known, hear(known, change), change)
    assert telling is not None
    assert telling.act is Act.CORRECTED


def test_readers_are_told_of_a_withdrawal_once() -> None:
    before, end = heard(say(listed())), word(withdraw(listed()))
    after = hear(before, end)
    telling = tell(before, after, end)
    assert telling is not None
    assert (telling.act, telling.at) == (Act.WITHDRAWN, after.withdrawn_at)
    assert tell(after, hear(after, end), end) is None
