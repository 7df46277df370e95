"""One application on a fresh SQLite store, its lifespan run, and a caller for each role."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from service.app import create_app
from service.records import Role
from service.settings import Settings
from service.workflows.keys import issue
from tests.api.builders import OWNER, STRANGER, encode, enterprise, facility
from tests.api.conformance import assert_documented

_retry_keys = count(1)


class Api:
    """A synchronous client of an application that runs on an event loop of its own."""

    def __init__(self, app: FastAPI, run: Callable[[Coroutine[Any, Any, httpx.Response]], httpx.Response]) -> None:
        self.app, self._run = app, run
        self.keys: dict[str, str] = {}

    def send(self, method: str, path: str, *, caller: str | None = None, **more: Any) -> httpx.Response:
        headers: dict[str, str] = dict(more.pop("headers", {}))
        if caller is not None:
            headers["Authorization"] = f"Bearer {self.keys[caller]}"
        answer = self._run(self._send(method, path, headers, more))
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        if method == "HEAD":
            return answer
        assert_documented(method, path.partition("?")[0], answer.status_code, media_type, answer.content)
        return answer

    async def _send(self, method: str, path: str, headers: Mapping[str, str], more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.send("GET", path, **more)

    def post(
        self, path: str, body: object, *, caller: str | None = None, retry_key: str | None = None, **headers: str
    ) -> httpx.Response:
        """Post JSON, or bytes as they are; a fresh Idempotency-Key unless one is given."""
        content = body if isinstance(body, bytes) else encode(body)
        shown = {"Content-Type": "application/json", "Idempotency-Key": retry_key or f"test-{next(_retry_keys)}"}
        return self.send("POST", path, caller=caller, content=content, headers=shown | headers)

    def issue(self, name: str, role: Role, **binding: Any) -> None:
        self.keys[name] = issue(self.app.state.services.store, role, **binding)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The application of one test module; its callers are `owner`, `stranger`, `regulator`, `elsewhere`, `verifier`,
    `administrator`, and it holds the owner's enterprise and site."""
    with running(tmp_path_factory.mktemp("api")) as api:
        yield with_callers(api)


@contextmanager
def running(directory: Path, database_url: str | None = None) -> Iterator[Api]:
    """The application on a fresh store in `directory` or in a migrated database, within its lifespan."""
    key = SecretStr(str(directory / "key.pem"))
    url = database_url or f"sqlite:///{directory / 'api.sqlite3'}"
    app = create_app(Settings(database_url=url, signing_key=key))
    with asyncio.Runner() as runner:
        lifespan: AbstractAsyncContextManager[Any] = app.router.lifespan_context(app)
        runner.run(lifespan.__aenter__())
        try:
            yield Api(app, runner.run)
        finally:
            runner.run(lifespan.__aexit__(None, None, None))


def with_callers(api: Api) -> Api:
    api.issue("owner", Role.enterprise, credit_code=OWNER)
    api.issue("stranger", Role.enterprise, credit_code=STRANGER)
    api.issue("regulator", Role.regulator, region="14")
    api.issue("elsewhere", Role.regulator, region="37")
    api.issue("verifier", Role.verifier, region="1401")
    api.issue("administrator", Role.administrator)
    assert api.post("/v1/enterprises", enterprise(), caller="owner").status_code == 201
    assert api.post("/v1/facilities", facility(), caller="owner").status_code == 201
    return api
