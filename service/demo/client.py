"""The demo's only way to the product: its public HTTP routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any

import httpx

Json = dict[str, Any]
TIME_LIMIT_SECONDS = 60.0
PAGE = 200


class UnexpectedAnswerError(RuntimeError):
    """The product answered something that the demo does not understand."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON of one answer."""

    status: int
    body: Json

    @property
    def taken(self) -> bool:
        """Whether the product took the request."""
        return self.status < HTTPStatus.BAD_REQUEST

    def expected(self) -> Json:
        """Return the body; raises `UnexpectedAnswerError` if the request was refused."""
        if not self.taken:
            raise UnexpectedAnswerError(f"{self.status}: {self.body}")
        return self.body


class Client:
    """A connection to one server; each call names the API key that it is made with."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=TIME_LIMIT_SECONDS, trust_env=False)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def post(self, path: str, body: Json, key: str | None = None, retry_key: str | None = None) -> Answer:
        """Post JSON; `retry_key` is the Idempotency-Key, by which a repeated post changes nothing."""
        headers = {"Accept-Language": "zh"}
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        if retry_key is not None:
            headers["Idempotency-Key"] = retry_key
        return _answer(self._http.post(path, json=body, headers=headers))

    def get(self, path: str, key: str | None = None, query: Mapping[str, str] | None = None) -> Answer:
        """Read a resource."""
        headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
        return _answer(self._http.get(path, params=dict(query or {}), headers=headers))

    def pages(self, path: str, key: str | None, query: Mapping[str, str]) -> Iterator[Json]:
        """Yield every page of a list, following its cursor."""
        asked = {**query, "limit": str(PAGE)}
        while True:
            page = self.get(path, key, asked).expected()
            yield page
            if not page.get("next_cursor"):
                return
            asked["cursor"] = page["next_cursor"]


def _answer(response: httpx.Response) -> Answer:
    return Answer(response.status_code, response.json())
