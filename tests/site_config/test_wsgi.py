"""The site under a path of its host."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from site_config.wsgi import mounted


def echo(environ: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
    return [environ["PATH_INFO"].encode()]


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("/explainers/articles/", b"/articles/"),
        ("/explainers", b"/"),
        ("/articles/", b"/articles/"),
        ("/explainersmore/", b"/explainersmore/"),
    ],
)
def test_the_path_is_taken_off_when_the_proxy_left_it_on(asked: str, served: bytes) -> None:
    assert mounted(echo, "/explainers")({"PATH_INFO": asked}, print) == [served]
