"""Whatever the OpenAPI description allows, and whatever it forbids, is answered as it says and never with a 500."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import content_type_conformance, not_a_server_error, response_schema_conformance
from schemathesis.core.result import Ok

from tests.cli.running import Running, desk_of, hilft, town_of, wait_for
from tests.cli.test_demo import eventually

pytestmark = pytest.mark.house

EXAMPLES = 12
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, Any], str]]:
    """A demo with one case in it, and that case's code."""
    where = tmp_path_factory.mktemp("fuzz")
    info = where / "info.json"
    arguments = ("--port", "0", "--town-port", "0", "--data", str(where / "data"), "--info", str(info))
    with hilft("demo", *arguments, output=where / "output") as running:
        known = wait_for(info, running)
        with desk_of(known) as api, town_of(known) as otto:
            otto.post("/statuses", json={"status": "@wattkabel_hilft Hallo?"}).raise_for_status()
            (item,) = eventually(lambda: api.get("/cases").json()["items"])
        yield running, known, item["code"]


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_the_api_keeps_its_description(
    desk: tuple[Running, dict[str, Any], str], mode: GenerationMode
) -> None:
    running, info, code = desk
    token = info["agents"][0]["api_token"]
    schema = schemathesis.openapi.from_url(f"{info['desk_url']}/api/openapi.json")
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case[Any]) -> None:
            nonlocal asked
            if asked % 2 and "code" in case.path_parameters:
                case.path_parameters["code"] = code  # a random one is never there
            asked += 1
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            if _reaches_the_api(str(answer.request.url)):
                case.validate_response(answer, checks=CHECKS)

        ask()
    assert asked > EXAMPLES
    assert "an API request failed" not in running.said()
    assert "Traceback" not in running.said()


def _reaches_the_api(url: str) -> bool:
    """A code of dots leads elsewhere already in the client; one with a line break is no path of any mounted door."""
    return "/api/" in url and "%0A" not in url
