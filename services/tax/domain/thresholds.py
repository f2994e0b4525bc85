"""Thresholds in rows of their own, named after the ground or indicator that they belong to."""

from shared.rulebook import Rules


def reaches_amount(rules: Rules, rule_id: str, amount_yuan: int) -> bool:
    """Whether an amount is the one of `-amount` or more; without such a row any is."""
    least_yuan = rules.number_if_any(f"{rule_id}-amount")
    return least_yuan is None or amount_yuan >= least_yuan


def reaches_share(rules: Rules, rule_id: str, amount_yuan: int, year_tax_yuan: int | None) -> bool:
    """Whether it is the percentage of the year's tax in `-share` or more; unknown is too little."""
    least_percent = rules.number_if_any(f"{rule_id}-share")
    if least_percent is None:
        return True
    if year_tax_yuan is None:
        return False
    return amount_yuan * 100 >= year_tax_yuan * least_percent
