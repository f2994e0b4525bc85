"""What a rulebook lets leave its authority is what authorities.yaml declares, and no more."""

from pathlib import Path

from shared.authorities import Authority
from shared.rulebook import BrokenRulebook, ListRule, Rules


def must_agree(path: Path, rules: Rules, authority: Authority) -> None:
    """BrokenRulebook, so that the service does not start, where the two differ about a list."""
    lists = {row.id: row.value for row in rules.rows.values() if isinstance(row.value, ListRule)}
    for list_id, rule in lists.items():
        if rule.leaves != (authority.declared_list(list_id) is not None):
            leaves = "leaves" if rule.leaves else "does not leave"
            raise BrokenRulebook(f"{path}:1: {list_id} {leaves}, but authorities.yaml differs")
