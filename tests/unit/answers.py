"""What a service answered: done, or refused with a code."""

from typing import Any

import httpx


def done(answer: httpx.Response) -> dict[str, Any]:
    """What an answer says; it must be a good one."""
    assert answer.is_success, answer.text
    body: dict[str, Any] = answer.json()
    return body


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, which must be a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["code"]
