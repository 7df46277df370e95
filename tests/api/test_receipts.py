"""Receipts: checked with a hash function and a signature alone, as a stranger would who trusts nobody's program."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from service.__main__ import run
from tests.api.builders import OWNER, encode, facility, report
from tests.api.conftest import Api

Json = dict[str, Any]


@pytest.fixture(scope="module")
def posted(api: Api) -> Json:
    answer: Json = api.post("/v1/reports", report(), caller="owner").json()
    return answer


@pytest.fixture
def receipt(api: Api, posted: Json) -> Json:
    found: Json = api.get(f"/v1/receipts/{posted['receipt']['sequence']}", caller="owner").json()
    return found


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_receipt_proves_the_body_with_nothing_else_at_hand(receipt: Json, posted: Json) -> None:
    entry, head = receipt["entry"], receipt["head"]
    cells = {pair["column"]: pair["cell"] for pair in receipt["row"]}
    assert cells["body_sha256"] == sha256(encode(report()))
    assert json.loads(entry["body"])["rows"]["report_version"] == sha256(compact([list(cells.values())]))
    content = compact([entry[name] for name in ("seq", "at", "kind", "subject", "body")])
    assert entry["hash"] == sha256(b"\x00" + bytes.fromhex(entry["previous"]) + content) == posted["receipt"]["hash"]
    assert (head["seq"], head["hash"]) == (entry["seq"], entry["hash"])
    key = bytes.fromhex(receipt["public_key"])
    assert sha256(key).startswith(head["key_id"])
    signed = b"\x02" + compact([head["seq"], head["hash"], head["at"]])
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(head["signature"]), signed)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(head["signature"]), signed + b" ")


def test_the_command_line_checks_it_without_a_database(
    receipt: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEARZERO_DATABASE_URL", "sqlite:////nowhere/at/all")
    file, body = tmp_path / "receipt.json", tmp_path / "report.json"
    file.write_text(json.dumps(receipt, indent=2), encoding="utf-8")
    body.write_bytes(encode(report()))
    assert run(["audit", "receipt", str(file), "--body", str(body), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["report_id"], said["faults"]) == (True, receipt["report_id"], [])
    body.write_bytes(encode(report()) + b" ")
    assert run(["audit", "receipt", str(file), "--body", str(body), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"] == ["body"]
    file.write_text("{}", encoding="utf-8")
    assert run(["audit", "receipt", str(file)]) == 1


@pytest.mark.parametrize(
    ("place", "faults"),
    [
        (("entry", "at"), {"hash"}),
        (("entry", "subject"), {"hash"}),
        (("entry", "hash"), {"hash", "head"}),
        (("head", "at"), {"head_signature"}),
        (("head", "key_id"), {"head_key"}),
        (("row", 1, "cell"), {"row"}),
        (("public_key",), {"head_key"}),
    ],
)
def test_a_receipt_that_was_touched_does_not_hold(
    receipt: Json, place: tuple[str | int, ...], faults: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    *path, last = place
    inner: Any = receipt
    for part in path:
        inner = inner[part]
    inner[last] = str(inner[last])[:-1] + ("0" if str(inner[last])[-1] != "0" else "1")
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt), encoding="utf-8")
    assert run(["audit", "receipt", str(file), "--json"]) == 1
    assert set(json.loads(capsys.readouterr().out)["faults"]) == faults


def test_a_receipt_is_for_those_who_may_read_the_report(api: Api, posted: Json) -> None:
    path = f"/v1/receipts/{posted['receipt']['sequence']}"
    allowed = {caller: api.get(path, caller=caller).status_code for caller in ("owner", "regulator", "verifier")}
    assert set(allowed.values()) == {200}
    assert {api.get(path, caller=caller).status_code for caller in ("stranger", "elsewhere")} == {404}
    assert api.get("/v1/receipts/1", caller="administrator").status_code == 404


def test_the_receipt_of_a_correction_names_its_version(api: Api) -> None:
    site = OWNER + "002P"
    assert api.post("/v1/facilities", facility(site), caller="owner").status_code == 201
    first = api.post("/v1/reports", report(site), caller="owner").json()
    change = {"reason": "计量表读错", "report": report(site, signatory="李四")}
    second = api.post(f"/v1/reports/{first['report_id']}/versions", change, caller="owner").json()
    found = api.get(f"/v1/receipts/{second['receipt']['sequence']}", caller="owner").json()
    assert (found["version"], found["body_sha256"]) == (2, sha256(encode(change["report"])))
