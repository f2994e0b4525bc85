"""A confirmation helps the right person and is no oracle for the wrong one."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.calendar import start_of
from shared.contract import Act
from shared.identifiers import IdNumber, Party
from shared.ledger import acts
from shared.ledger.acts import LedgerBase
from shared.ledger.confirmations import asked_about, confirm
from shared.procedure.desk import guess_limit
from shared.sealing import Question, Verdict
from tests.builders import make_listing, make_namesake, make_party
from tests.unit.shared.memory import memory_database

SECRET = b"a key of this authority alone"
MARCH = start_of(date(2019, 3, 1))
LISTED = make_party()
WRONG = [make_party(born_on=date(1990, 1, day)) for day in range(10, 20)]
LIMIT = guess_limit(date(2019, 11, 1))


@pytest.fixture
def session() -> Iterator[Session]:
    """An authority with one standing listing, of 1 February 2019 for two years."""
    database = memory_database([LedgerBase.metadata])
    with database.write() as opened:
        acts.append(opened, make_listing(LISTED), Act.LISTED, MARCH)
        yield opened
    database.close()


def ask(session: Session, party: Party, at: datetime = MARCH) -> Verdict:
    """Does the listing stand, and is it about this party?"""
    question = Question("court", make_listing().ref, IdNumber(party.id_number))
    return confirm(session, question, SECRET, LIMIT, at)


def test_the_right_number_is_confirmed_and_the_namesake_is_not(session: Session) -> None:
    assert ask(session, LISTED) == "yes"
    assert ask(session, make_namesake(LISTED)) == "no"


def test_after_three_distinct_wrong_numbers_nobody_gets_an_answer(session: Session) -> None:
    assert [ask(session, wrong) for wrong in WRONG[:4]] == ["no", "no", "no", "refused"]
    assert ask(session, LISTED) == "refused"


def test_the_same_wrong_number_counts_once(session: Session) -> None:
    for _ in range(10):
        assert ask(session, WRONG[0]) == "no"
    assert ask(session, LISTED) == "yes"


def test_right_answers_do_not_count(session: Session) -> None:
    for _ in range(10):
        assert ask(session, LISTED) == "yes"
    assert [ask(session, wrong) for wrong in WRONG[:2]] == ["no", "no"]
    assert ask(session, LISTED) == "yes"


def test_wrong_numbers_are_forgotten_after_thirty_days(session: Session) -> None:
    for wrong in WRONG[:3]:
        ask(session, wrong)
    assert ask(session, LISTED, MARCH + timedelta(days=30, seconds=-1)) == "refused"
    assert ask(session, LISTED, MARCH + timedelta(days=30)) == "yes"


def test_a_refusal_does_not_prolong_itself(session: Session) -> None:
    for wrong in WRONG[:3]:
        ask(session, wrong)
    for day in range(1, 30):
        assert ask(session, WRONG[day % 10], MARCH + timedelta(days=day)) == "refused"
    assert ask(session, LISTED, MARCH + timedelta(days=30)) == "yes"


@pytest.mark.slow
def test_at_three_wrong_numbers_a_month_the_mask_holds_for_most_of_a_year(session: Session) -> None:
    """About 33 numbers stand behind a mask; no month tells a guesser more than three of them."""
    told = 0
    for hour in range(0, 330 * 24, 6):
        told += ask(session, WRONG[hour // 6 % 10], MARCH + timedelta(hours=hour)) == "no"
    assert told <= 3 * 11 + 3


def test_one_listing_does_not_silence_another(session: Session) -> None:
    other = make_listing(make_party("李伟", sequence=5), ref="l-bbbbbbbbbbbbbbbbbbbb")
    acts.append(session, other, Act.LISTED, MARCH)
    for wrong in WRONG[:4]:
        ask(session, wrong)
    question = Question("court", other.ref, other.id_number)
    assert confirm(session, question, SECRET, LIMIT, MARCH) == "yes"


def test_what_does_not_stand_is_never_confirmed(session: Session) -> None:
    assert ask(session, LISTED, start_of(date(2021, 2, 1))) == "no"
    unknown = Question("court", "l-cccccccccccccccccccc", IdNumber(LISTED.id_number))
    assert confirm(session, unknown, SECRET, LIMIT, MARCH) == "no"
    acts.keep(session, make_listing(LISTED, withdrawn_on=date(2019, 2, 20), cause="performed"))
    assert ask(session, LISTED) == "no"


def test_what_never_left_is_never_confirmed(session: Session) -> None:
    local = make_listing(make_party("李伟", sequence=5), ref="l-bbbbbbbbbbbbbbbbbbbb")
    acts.keep(session, local)
    question = Question("court", local.ref, local.id_number)
    assert confirm(session, question, SECRET, LIMIT, MARCH) == "no"


def test_the_party_may_see_each_question_and_nobody_the_number(session: Session) -> None:
    ask(session, WRONG[0])
    ask(session, LISTED, MARCH + timedelta(days=1))
    seen = asked_about(session, make_listing().ref)
    assert [(row.answer, row.asked_at) for row in seen] == [
        ("no", MARCH),
        ("yes", MARCH + timedelta(days=1)),
    ]
    kept = str(session.execute(text("SELECT * FROM confirmations")).all())
    for party in (LISTED, WRONG[0]):
        assert party.id_number not in kept
        assert party.id_number[6:14] not in kept
    assert len({row.number_hash for row in seen}) == 2
