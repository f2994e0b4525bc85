"""The certificates that a client of ours trusts, read once in a process and not for each client.

Reading them takes as long as ten requests, and whatever waits for a service asks again and again.
"""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Those that httpx brings along; the environment names no others."""
    return httpx.create_ssl_context(trust_env=False)
