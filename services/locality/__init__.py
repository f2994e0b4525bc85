"""A locality: the credit office of one place, with a scheme of points of its own.

It alone owns its residents, their consents, the events that departments notify, the points that
its scheme gives for them, and the benefits claimed. Nothing leaves it: a score is for the
resident's own eyes, opens benefits only, and has no way to any list or any other service. What
comes down to it from the national platform is about organisations and stands beside their own file
here; the locality says nothing but which regions it asks about.
"""

from shared.lean import unpainted

with unpainted():
    import httpx  # noqa: F401 - loaded here for all who import it later
