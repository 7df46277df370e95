"""Rules of the house that import contracts cannot see, and proof that the contracts bite."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FORMULAS = ROOT / "service" / "calculators" / "formulas"
FORMULA_FILES = sorted(path.stem for path in FORMULAS.glob("*.py") if path.stem != "__init__")
LONGEST_FILE = 400


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_no_file_is_longer_than_a_reader_bears() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in tracked("*.py")}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_reference_data_and_openapi_hold_no_python() -> None:
    assert [p for p in tracked("*.py") if p.relative_to(ROOT).parts[0] in ("emission_factors", "openapi")] == []


@pytest.mark.parametrize("family", FORMULA_FILES)
def test_formula_bodies_hold_no_number_but_zero_and_one(family: str) -> None:
    tree = ast.parse((FORMULAS / f"{family}.py").read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    numbers = [
        constant.value
        for function in functions
        for statement in function.body
        for constant in ast.walk(statement)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, int | float)
    ]
    assert functions
    assert set(numbers) <= {0, 1}


@pytest.mark.parametrize("family", FORMULA_FILES)
def test_formula_bodies_branch_and_loop_nowhere(family: str) -> None:
    tree = ast.parse((FORMULAS / f"{family}.py").read_text())
    forbidden = (ast.If, ast.IfExp, ast.For, ast.While, ast.Pow, ast.Compare, ast.BoolOp)
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, forbidden)] == []


def test_only_the_store_commits() -> None:
    allowed = {"service/storage/session.py", "service/storage/writer.py", "service/storage/connections.py"}
    commits = {
        str(path.relative_to(ROOT))
        for path in tracked("service/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert commits <= allowed


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    words = ["py" + "pi\\.org", "python" + "hosted", "registry\\.np" + "mjs", "deb\\.deb" + "ian\\.org", "/wor" + "k/"]
    pattern = re.compile("|".join(words))
    texts = [p for p in tracked("*") if p.suffix in (".py", ".toml", ".md", ".yaml", ".yml", ".lock", ".json", ".csv")]
    assert [str(p.relative_to(ROOT)) for p in texts if pattern.search(p.read_text())] == []


VIOLATIONS = {
    "a pure room that reaches the database": ("service/scoring/axis.py", "import sqlalchemy\n"),
    "a formula that looks something up": ("service/calculators/formulas/air.py", "import service.factors\n"),
    "pint outside the unit room": ("service/workflows/decide.py", "import pint\n"),
    "a story with SQL": ("service/workflows/decide.py", "import sqlalchemy\n"),
    "an import that points up": ("service/accounting.py", "import service.workflows.decide\n"),
    "a stranger at the tables": ("service/workflows/decide.py", "import service.storage.tables\n"),
    "an engine that knows the answer": ("service/calculators/engine.py", "import service.calculators.answer\n"),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_import_contracts_catch(name: str, tmp_path: Path) -> None:
    """Each contract is broken once in a copy of the tree and must say so."""
    file, line = VIOLATIONS[name]
    shutil.copytree(ROOT / "service", tmp_path / "service", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / file
    head, future, rest = target.read_text().partition("from __future__ import annotations\n")
    target.write_text(head + future + line + rest if future else line + head)
    assert contracts(tmp_path) != 0


def test_import_contracts_hold() -> None:
    assert contracts(ROOT) == 0


def contracts(directory: Path) -> int:
    tool = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(tool, cwd=directory, capture_output=True, check=False).returncode
