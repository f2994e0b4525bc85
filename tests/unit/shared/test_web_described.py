"""What the OpenAPI document says of a service."""

import pytest
from fastapi import FastAPI

from shared.web.described import describe


def app_with(*doors: tuple[str, str, str]) -> FastAPI:
    """An application with doors of these methods, paths and names."""
    app = FastAPI()
    for method, path, name in doors:
        app.add_api_route(path, lambda: None, methods=[method], name=name)
    describe(app)
    return app


@pytest.mark.parametrize(
    ("doors", "names"),
    [
        ([("GET", "/v1/ties/{id}", "read")], ["read"]),
        (
            [
                ("POST", "/v1/ties/{id}/end", "end"),
                ("POST", "/v1/proposal-imports/{id}/end", "end"),
            ],
            ["end_ties", "end_proposal_imports"],
        ),
        (
            [("GET", "/v1/editions/{id}", "fetch"), ("HEAD", "/v1/editions/{id}", "fetch")],
            ["fetch_editions_get", "fetch_editions_head"],
        ),
        ([("GET", "/reconcile", "manifest"), ("GET", "/v1/clock", "clock")], ["manifest", "clock"]),
    ],
    ids=["alone", "of two things", "in two ways", "beside others"],
)
def test_a_door_is_called_what_it_is_called_in_the_code(
    doors: list[tuple[str, str, str]], names: list[str]
) -> None:
    paths = app_with(*doors).openapi()["paths"]
    found = [paths[path][method.lower()]["operationId"] for method, path, _ in doors]
    assert found == names
