"""Editions, differences and overlays over HTTP, and on the command line."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from service.__main__ import run
from service.records import Role
from service.reference import load_library, read_library
from service.reference.formats import Format
from service.reference.templates import template
from tests.api.builders import report
from tests.api.conftest import Api
from tests.reference.test_formats import uncommented
from tests.workflows.overlays import SOURCE, TABLE, grid

SHANXI = grid(region="140000", series="grid.avg.prov.shanxi")


def proposal(content: str = SHANXI, **changes: Any) -> dict[str, Any]:
    body = {"table": TABLE, "format": "csv", "content": content, "file": "grid.csv", "source_key": "fictitious-2024"}
    return body | {"sources": SOURCE, "note": "虚构"} | changes


@pytest.fixture(scope="module")
def approved(api: Api) -> dict[str, Any]:
    """A year's grid factor, proposed by the regulator, approved by the administrator; all answers on the way."""
    electricity = {"id": "grid", "kind": "purchased_electricity", "quantity": {"value": "1000", "unit": "MWh"}}
    lodged = api.post("/v1/reports", report(activities=[*report()["activities"], electricity]), caller="owner")
    assert lodged.status_code == 201, lodged.text
    preview = api.post("/v1/reference/previews", proposal(), caller="regulator")
    answer = api.post("/v1/reference/overlays", proposal(), caller="regulator")
    assert answer.status_code == 201, answer.text
    path = f"/v1/reference/overlays/{answer.json()['overlay_id']}"
    verdict = {"decision": "approved", "reason": "已核对"}
    own = api.post(f"{path}/decisions", verdict, caller="regulator")
    decision = api.post(f"{path}/decisions", verdict, caller="administrator")
    again = api.post(f"{path}/decisions", verdict, caller="administrator")
    assert decision.status_code == 201, decision.text
    return {"lodged": lodged, "preview": preview, "path": path, "own": own, "decision": decision, "again": again}


def test_the_preview_names_what_the_approval_made(approved: dict[str, Any]) -> None:
    preview = approved["preview"].json()
    assert preview["to"] == approved["decision"].json()["reference_digest"] != load_library().digest
    assert [change["after"]["value"] for change in preview["changes"]] == ["0.9"]
    (touched,) = preview["impact"]["reports"]
    assert touched["report_id"] == approved["lodged"].json()["report_id"]


def test_the_proposer_is_refused_and_a_second_decision_conflicts(approved: dict[str, Any]) -> None:
    assert (approved["own"].status_code, approved["own"].json()["code"]) == (403, "overlay.same_person")
    assert (approved["again"].status_code, approved["again"].json()["code"]) == (409, "overlay.state")


def test_the_process_that_approved_calculates_with_it_at_once(api: Api, approved: dict[str, Any]) -> None:
    electricity = {"id": "grid", "kind": "purchased_electricity", "quantity": {"value": "1000", "unit": "MWh"}}
    body = {"sector": "3310", "region": "140100", "period": "2024", "activities": [electricity]}
    answer = api.post("/v1/calculations", body).json()
    assert answer["reference_digest"] == approved["decision"].json()["reference_digest"]
    (figure,) = [r for r in answer["results"] if r["substance"] == "CO2" and r["counted_in_total"]]
    assert figure["mass"]["value"].startswith("900")
    shown = api.get("/v1/emission-factors/fictitious.2024.grid.avg.prov.shanxi").json()
    assert shown["source"]["title"]["en"] == "A fictitious announcement, for tests only"


def test_what_was_lodged_before_replays_unchanged(api: Api, approved: dict[str, Any]) -> None:
    lodged = approved["lodged"].json()
    again = api.get(f"/v1/reports/{lodged['report_id']}", caller="owner").json()
    assert (again["totals"], again["reference_digest"]) == (lodged["totals"], load_library().digest)


def test_the_list_and_the_detail_show_where_it_stands(api: Api, approved: dict[str, Any]) -> None:
    listed = api.get("/v1/reference/overlays", caller="verifier").json()["items"]
    assert [(o["state"], len(o["decisions"])) for o in listed] == [("approved", 1)]
    shown = {who: api.get(approved["path"], caller=who).json() for who in ("administrator", "elsewhere", "stranger")}
    assert shown["administrator"]["content"].splitlines()[1].startswith("fictitious.2024")
    assert [len(s["preview"]["impact"]["reports"]) for s in shown.values()] == [1, 0, 0]


def test_the_difference_is_told_within_the_caller_s_sight(api: Api, approved: dict[str, Any]) -> None:
    found = {who: api.get("/v1/reference/diff?from=packaged", caller=who) for who in ("owner", "stranger")}
    assert [len(answer.json()["impact"]["reports"]) for answer in found.values()] == [1, 0]
    short = approved["decision"].json()["reference_digest"][:10]
    same = api.get(f"/v1/reference/diff?from={short}&to=current", caller="owner").json()
    assert (same["changes"], same["from"]) == ([], same["to"])
    assert api.get("/v1/reference/diff?from=abcdef012345", caller="owner").status_code == 404


def test_editions_are_listed_and_made_again(api: Api, approved: dict[str, Any]) -> None:
    listed = api.get("/v1/reference/editions").json()["items"]
    assert [item["current"] for item in listed] == [False, True]
    digest = load_library().digest
    detail = api.get(f"/v1/reference/editions/{digest[:12]}?file={TABLE}").json()
    assert (detail["digest"], detail["overlays"]) == (digest, 0)
    assert detail["text"] == load_library().texts[TABLE]
    assert api.get(f"/v1/reference/editions/{digest}?file=none.csv").status_code == 404
    assert api.get(f"/v1/reference/editions/{'0' * 64}").status_code == 404


def test_refused_rows_come_back_by_line(api: Api) -> None:
    text = grid("55.68", 2031)
    body = proposal(text, sources="", source_key="mee-nbs-2025-47")
    seen = api.post("/v1/reference/previews", body, caller="regulator").json()
    assert [(r["code"], r["line"]) for r in seen["refused"]] == [("reference.value.implausible", 2)]
    assert (seen["to"], seen["impact"]) == (None, None)
    refused = api.post("/v1/reference/overlays", body, caller="regulator")
    assert refused.status_code == 422
    assert [(e["code"], e["pointer"]) for e in refused.json()["errors"]] == [("reference.value.implausible", "/rows/2")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "xlsx", "content": "no base64!"}, "overlay.base64"),
        ({"format": "xlsx", "content": base64.b64encode(b"no workbook").decode()}, "reference.xlsx.unreadable"),
        ({"table": "none.csv"}, "reference.overlay.table"),
        ({"content": "id\n"}, "reference.csv.column_missing"),
        ({"sources": "a: [\n"}, "reference.yaml.syntax"),
        ({"format": "ods"}, "field.choice"),
    ],
)
@pytest.mark.parametrize("path", ["previews", "overlays"])
def test_what_cannot_be_read_is_a_fault_of_the_body(api: Api, path: str, changes: dict[str, str], code: str) -> None:
    refused = api.post(f"/v1/reference/{path}", proposal(**changes), caller="administrator")
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_a_workbook_travels_as_base64(api: Api) -> None:
    library = load_library()
    content = uncommented(template(library, library.tables[TABLE], Format.xlsx), Format.xlsx)
    body = proposal(base64.b64encode(content).decode(), format="xlsx", sources="", source_key="")
    seen = api.post("/v1/reference/previews", body, caller="regulator").json()
    assert [r["code"] for r in seen["refused"]] == ["reference.overlay.id_exists"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
def test_a_template_is_downloaded_in_each_format(api: Api, form: str) -> None:
    answer = api.get(f"/v1/reference/templates/{TABLE}?format={form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="energy-grid.{form}"'
    assert api.get("/v1/reference/templates/none.csv").status_code == 404


class Desk:
    """The command line on a store of its own, with two administrators; each command opens the store anew."""

    def __init__(self, directory: Path, patch: pytest.MonkeyPatch, printed: pytest.CaptureFixture[str]) -> None:
        self.patch, self.printed = patch, printed
        self.file, self.sources = directory / "grid.csv", directory / "sources.yaml"
        self.file.write_text(grid(), encoding="utf-8")
        self.sources.write_text(SOURCE, encoding="utf-8")
        patch.setenv("NEARZERO_DATABASE_URL", f"sqlite:///{directory / 'desk.sqlite3'}")
        patch.setenv("NEARZERO_SIGNING_KEY", str(directory / "key.pem"))
        self.keys = [""]
        self.keys = [str(self.json("keys", "issue", "--role", Role.administrator.value)["key"]) for _ in range(2)]

    def command(self, *words: str, key: int = 0) -> int:
        self.patch.setenv("NEARZERO_KEY", self.keys[key])
        return run(words)

    def json(self, *words: str, key: int = 0, code: int = 0) -> Any:
        self.printed.readouterr()
        done = self.command(*words, "--json", key=key)
        said = self.printed.readouterr()
        assert done == code, said.err
        return json.loads(said.out)

    @property
    def importing(self) -> tuple[str, ...]:
        source = "--source-key", "fictitious-2024", "--sources", str(self.sources)
        return "reference", "import", str(self.file), "--table", TABLE, *source


def test_a_desk_imports_a_year_and_a_second_one_approves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, monkeypatch, capsys)
    seen = desk.json(*desk.importing, "--dry-run")
    assert (seen["overlay_id"], seen["preview"]["refused"]) == (None, [])
    overlay_id = desk.json(*desk.importing)["overlay_id"]
    assert desk.command("reference", "approve", overlay_id, "--reason", "核对") == 1
    decided = desk.json("reference", "approve", overlay_id, "--reason", "核对", key=1)
    assert decided["reference_digest"] == seen["preview"]["to"]
    moved = desk.json("reference", "diff", "packaged")
    assert [change["after"]["id"] for change in moved["changes"]] == ["fictitious.2024.grid.avg.cn"]
    desk.json("reference", "restore", decided["reference_digest"][:12], str(tmp_path / "past"))
    assert read_library(tmp_path / "past").digest == decided["reference_digest"]
    desk.file.write_text(grid("55.68", 2025), encoding="utf-8")
    refused = desk.json(*desk.importing[:-2], code=1)
    assert refused["overlay_id"] is None
    assert {r["code"] for r in refused["preview"]["refused"]} == {"reference.value.implausible"}


def test_check_reference_fails_on_a_citation_that_nobody_entered(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert run(["check-reference", "--json"]) == 0
    unlisted = [{"file": "rulesets/x.yaml", "source": "nowhere"}]
    monkeypatch.setattr("service.workflows.check_reference._unlisted", lambda _: unlisted)
    assert run(["check-reference", "--json"]) == 1
    capsys.readouterr()
