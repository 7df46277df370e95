"""Bodies that break servers: each is refused with a 4xx, quickly."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator

import pytest

from tests.api.builders import boiler, calculation, encode, quantity
from tests.api.conftest import Api


def deep(levels: int, opening: bytes = b'{"x":', closing: bytes = b"}") -> bytes:
    return opening * levels + b"1" + closing * levels


def with_value(value: bytes) -> bytes:
    return encode(calculation(activities=[boiler(quantity=quantity("@", "t"))])).replace(b'"@"', value)


def with_field(text: bytes) -> bytes:
    return b"{" + text + b"," + encode(calculation())[1:]


HOSTILE = {
    "empty": b"",
    "not JSON": b"sector=4411",
    "not UTF-8": b"\xff\xfe{}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "GBK": encode(calculation(activities=[boiler(material="烟煤")])).decode().encode("gbk"),
    "UTF-16": encode(calculation()).decode().encode("utf-16"),
    "null": b"null",
    "array": b"[]",
    "half": encode(calculation())[:-1],
    "two documents": encode(calculation()) * 2,
    "lone surrogate": with_field(b'"method":"\\ud800"').replace(b'"4411"', b'"\\ud800"'),
    "escaped NUL": encode(calculation(sector="44\x0011")),
    "C1 control": encode(calculation(sector="44\x9b11")),
    "NaN": with_value(b"NaN"),
    "Infinity": with_value(b"-Infinity"),
    "1e400": with_value(b"1e400"),
    "number for text": with_value(b"1.2"),
    "ten thousand digits": with_value(b"9" * 10_000),
    "text of ten thousand digits": with_value(b'"' + b"9" * 10_000 + b'"'),
    "huge exponent": with_value(b'"1e1000000"'),
    "grouped digits": with_value(b'"1_000"'),
    "blanks around": with_value(b'" 12 "'),
    "Arabic digits": with_value('"١٢"'.encode()),
    "nan text": with_value(b'"nan"'),
    "object for text": with_value(b'{"a":1}'),
    "deep object": deep(900),
    "deeper array": deep(100_000, b"[", b"]"),
    "deep field": with_field(b'"x":' + deep(150)),
    "deep parameters": encode(calculation(activities=[boiler(parameters={"a": {"value": {"value": {}}}})])),
    "repeated key": with_field(b'"sector":"3310"'),
    "repeated key inside": encode(calculation()).replace(b'"value"', b'"value": "1", "value"', 1),
    "repeated key by escape": with_field(b'"s\\u0065ctor":"3310"'),
    "unknown field": encode(calculation(rank=1)),
    "own id": encode(calculation(report_id="rpt_1")),
    "boolean for text": encode(calculation(sector=True)),
    "text for boolean": encode(calculation(accept_draft="yes")),
    "text for whole number": encode(calculation(activities=[boiler(month="1")])),
    "month 13": encode(calculation(activities=[boiler(month=13)])),
    "long unit": encode(calculation(activities=[boiler(quantity=quantity("1", "t" * 100_000))])),
    "power tower": encode(calculation(activities=[boiler(quantity=quantity("1", "9**9**9"))])),
    "repeated activity": encode(calculation(activities=[boiler(), boiler()])),
    "no activity id": encode(calculation(activities=[boiler(id="")])),
    "prototype": encode(calculation(__proto__={"a": 1})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused(api: Api, name: str) -> None:
    answer = api.post("/v1/calculations", HOSTILE[name])
    assert 400 <= answer.status_code < 500, (name, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("name", "code"), [
    ("repeated key", "json.key_repeated"),
    ("repeated key inside", "json.key_repeated"),
    ("repeated key by escape", "json.key_repeated"),
    ("lone surrogate", "json.invalid"),
    ("not UTF-8", "json.encoding"),
    ("byte order mark", "json.encoding"),
    ("GBK", "json.encoding"),
    ("UTF-16", "json.encoding"),
    ("deep object", "json.too_deep"),
    ("unknown field", "field.unknown"),
    ("number for text", "field.type"),
    ("month 13", "field.too_large"),
])  # fmt: skip
def test_says_what_is_wrong(api: Api, name: str, code: str) -> None:
    assert api.post("/v1/calculations", HOSTILE[name]).json()["code"] == code


def test_says_where_the_json_breaks(api: Api) -> None:
    answer = api.post("/v1/calculations", b'{"sector": "4411",\n "region" "140100"}', **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "This is not valid JSON: line 2, column 11")


def test_offers_the_words_of_a_choice_without_a_sentence(api: Api) -> None:
    answer = api.post("/v1/calculations", calculation(gwp="AR7"))
    assert answer.json()["detail"] == "字段应为 SAR, AR4, AR5, AR6 之一"


def test_an_escape_alone_is_no_offence(api: Api) -> None:
    escaped = encode(calculation()).replace(b'"bituminous_coal"', b'"bituminous\\u005fcoal"')
    assert api.post("/v1/calculations", escaped).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "application/json; charset=gbk", ""]
)
def test_another_media_type_is_refused(api: Api, kind: str) -> None:
    answer = api.post("/v1/calculations", calculation(), **{"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "http.media_type")


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_in_utf_8_is_taken(api: Api, kind: str) -> None:
    assert api.post("/v1/calculations", calculation(), **{"Content-Type": kind}).status_code == 200


def test_a_compressed_body_is_not_unpacked(api: Api) -> None:
    answer = api.post("/v1/calculations", gzip.compress(encode(calculation())), **{"Content-Encoding": "gzip"})
    assert answer.status_code == 415


def test_fifty_megabytes_are_refused_by_their_announced_length(api: Api) -> None:
    answer = api.post("/v1/calculations", b" " * 50_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "http.body_too_large")
    assert str(16 * 1024 * 1024) in answer.json()["detail"]


def test_an_endless_body_without_a_length_is_cut_at_the_limit(api: Api) -> None:
    sent = 0

    async def stream() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 65_536

    headers = {"Content-Type": "application/json"}
    answer = api.send("POST", "/v1/calculations", content=stream(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "http.body_too_large")


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999999999999999"])
def test_an_absurd_length_is_refused(api: Api, length: str) -> None:
    answer = api.post("/v1/calculations", calculation(), **{"Content-Length": length})
    assert 400 <= answer.status_code < 500
