"""Persons behind organisations: an authority's own data about who stands behind which firm.

They never leave the authority. What follows from a tie, a row of its rulebook says by `through`;
nothing else does. A tie can be contested, and what followed from a false one is undone.
"""
