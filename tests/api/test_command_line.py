"""The command line: results on stdout, the rest on stderr, and exit codes that scripts can rely on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from service.__main__ import run
from service.errors import Unavailable
from service.identifiers import reserved_credit_code
from tests.api.builders import calculation, encode
from tests.api.conftest import Api


@pytest.fixture(autouse=True)
def _own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command finds an empty working directory and the default settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEARZERO_DATABASE_URL", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(arguments) == 0
    return json.loads(capsys.readouterr().out)


def test_calculating_a_file_gives_the_answer_of_the_api(
    api: Api, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "body.json").write_bytes(encode(calculation()))
    answer = api.post("/v1/calculations", calculation())
    assert run(["calculate", "body.json", "--json"]) == 0
    assert capsys.readouterr().out.encode().rstrip(b"\n") == answer.content
    assert run(["calculate", "body.json"]) == 0
    assert json.loads(capsys.readouterr().out) == answer.json()


def test_calculating_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(encode(calculation()))))
    assert printed(capsys, "calculate", "-")["totals"]


def test_calculating_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_bytes(encode(calculation()))
    run(["calculate", "body.json"])
    assert [file.name for file in tmp_path.iterdir()] == ["body.json"]


@pytest.mark.parametrize(
    ("locale", "text"), [("zh_CN.UTF-8", "缺少必填字段"), ("en_GB.UTF-8", "A required field is missing")]
)
def test_a_refused_body_ends_with_1_and_is_explained_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, locale: str, text: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    (tmp_path / "body.json").write_bytes(b"{}")
    assert run(["calculate", "body.json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"/sector  field.missing  {text}" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["calculate"], ["calculate", "absent.json"], ["keys", "issue"], ["serve", "--port", "x"]],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert run(arguments) == 2


def test_a_store_that_does_not_answer_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr("service.workflows.audit.head", unavailable)
    assert run(["audit", "head"]) == 3


def test_an_unexpected_failure_ends_with_3(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARZERO_DATABASE_URL", "sqlite:////nonexistent/directory/file.sqlite3")
    assert run(["keys", "list"]) == 3
    assert capsys.readouterr().out == ""


def test_keys_are_issued_once_listed_without_secret_and_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    code = reserved_credit_code(1)
    issued = printed(capsys, "keys", "issue", "--role", "enterprise", "--credit-code", code, "--days", "30", "--json")
    listed = printed(capsys, "keys", "list", "--json")
    assert [(key["key_id"], key["credit_code"], key["revoked_at"]) for key in listed] == [
        (issued["key_id"], code, None)
    ]
    assert issued["key"].split("_")[2] not in json.dumps(listed)
    assert printed(capsys, "keys", "revoke", issued["key_id"], "--json")["revoked"] is True
    assert printed(capsys, "keys", "list", "--json")[0]["revoked_at"]


@pytest.mark.parametrize(
    "arguments", [["--role", "enterprise"], ["--role", "regulator"], ["--role", "regulator", "--region", "99"]]
)
def test_a_key_without_its_binding_is_refused(arguments: list[str]) -> None:
    assert run(["keys", "issue", *arguments]) == 1


def test_the_log_verifies_against_a_head_kept_elsewhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed(capsys, "keys", "issue", "--role", "administrator", "--json")
    kept = printed(capsys, "audit", "head", "--json")
    (tmp_path / "head.json").write_text(json.dumps(kept))
    printed(capsys, "keys", "issue", "--role", "administrator", "--json")
    checked = printed(capsys, "audit", "verify", "--kept", "head.json", "--json")
    assert (checked["ok"], checked["faults"]) == (True, [])
    assert checked["head"]["seq"] > kept["seq"]


def test_a_head_that_the_log_does_not_hold_ends_with_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = printed(capsys, "audit", "head", "--json")
    (tmp_path / "head.json").write_text(json.dumps(kept | {"seq": 99}))
    assert run(["audit", "verify", "--kept", "head.json", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"]


def test_what_is_no_head_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "head.json").write_text("{}")
    assert run(["audit", "verify", "--kept", "head.json"]) == 2


def test_the_reference_data_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    health = printed(capsys, "check-reference", "--json")
    assert sum(health["by_trust"].values()) == health["entries"] > 1000
    assert health["sourced"]["complete"]
    assert health["dated"]["complete"]
    assert all(blank["blocks"] for blank in health["to_be_imported"])


def test_migrating_says_where_to(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert printed(capsys, "migrate", "--json")["migrated"] is True
    assert (tmp_path / "nearzero.sqlite3").exists()


def test_the_signing_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    assert run(["keys", "list"]) == 0
    assert (tmp_path / "nearzero-signing-key.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("command", [("serve",), ("keys", "issue", "--role", "administrator")])
def test_a_database_without_tables_is_told_to_migrate(
    empty_database_url: str,
    command: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEARZERO_DATABASE_URL", empty_database_url)
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: pytest.fail("the server was started"))
    assert run(command) == 3
    assert "nearzero migrate" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_told_where_its_address_stands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEARZERO_DATABASE_URL", f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    assert run(["keys", "list"]) == 3
    assert "NEARZERO_DATABASE_URL" in capsys.readouterr().err


def test_a_variable_of_the_environment_that_cannot_be_read_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEARZERO_MAX_BODY_SIZE", "plenty")
    monkeypatch.setenv("NEARZERO_LANGUAGE", "fr")
    assert run(["keys", "list"]) == 2
    told = capsys.readouterr().err
    assert "/environment/NEARZERO_MAX_BODY_SIZE" in told
    assert "/environment/NEARZERO_LANGUAGE" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(("variable", "value"), [
    ("NEARZERO_SIGNING_KEY", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
    ("NEARZERO_SIGNING_KEY", "/nonexistent/directory/key.pem"),
    ("NEARZERO_SIGNING_KEY", ""),
    ("NEARZERO_DATABASE_URL", "mysql://host/name"),
    ("NEARZERO_MAX_BODY_SIZE", "0"),
])  # fmt: skip
def test_a_variable_that_holds_what_cannot_be_used_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, value)
    assert run(["keys", "list"]) == 2
    told = capsys.readouterr().err
    assert f"/environment/{variable}" in told
    assert "Traceback" not in told


def test_another_model_that_cannot_be_read_is_a_failure_of_ours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what the environment says is the caller's to mend."""

    class Inner(BaseModel):
        number: int

    monkeypatch.setattr("service.cli.keys.opened_store", lambda _: Inner.model_validate({"number": "x"}))
    assert run(["keys", "list"]) == 3
    assert "Traceback" in capsys.readouterr().err
