"""One listing's journey, told through the public doors, with the bytes that crossed."""

from typing import Any

from demo.stage import Stage, Tell
from demo.storyline import and_out_again, at_the_gateway, towards_a_listing
from demo.storyline.doors import Doors
from demo.storyline.teller import Teller

STEPS = (
    ("(a) a duty, and a namesake", towards_a_listing.a_duty_and_a_namesake),
    ("(b) nobody approves the own proposal", towards_a_listing.own_proposal_cannot_be_approved),
    ("(c) notice, an objection, reasons, time", towards_a_listing.notice_objection_and_time),
    ("(d) four fields cross", towards_a_listing.four_fields_cross),
    ("(e) the edition is not out yet", at_the_gateway.the_edition_is_not_out),
    ("(f) the month turns", at_the_gateway.the_month_turns),
    ("(g) the namesake is not hurt", at_the_gateway.the_namesake_is_not_hurt),
    ("(h) guessing behind the mask is stopped", at_the_gateway.guessing_is_stopped),
    ("(i) the court is stopped, and comes back", at_the_gateway.the_court_is_stopped),
    ("(j) a partner outside the memorandum", at_the_gateway.outside_the_mou),
    ("(k) the party reads the own file, and who asked", and_out_again.who_asked),
    ("(l) performed, withdrawn, recalled", and_out_again.performed_and_withdrawn),
    ("(m) points stay at home", and_out_again.points_stay_at_home),
)


def play(stage: Stage, tell: Tell) -> dict[str, Any]:
    """Play every step on a running stack; a step that fails ends the story, and is told."""
    doors = Doors(stage)
    story = Teller(doors, tell)
    try:
        for name, happens in STEPS:
            if not story.step(name, happens):
                break
    finally:
        doors.close()
    ok = len(story.told) == len(STEPS) and all(step.ok for step in story.told)
    return {"ok": ok, "steps": [step.as_json() for step in story.told]}
