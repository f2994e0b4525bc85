"""The floor of due process that every authority follows, whatever else its rulebook adds.

proposed -> approved or refused by another officer -> notified -> time to object -> published by
itself. An objection stays publication until it is decided with reasons.
"""
