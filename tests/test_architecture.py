"""The shape of the code, guarded: what import-linter cannot see. See docs/decisions/0001-modules-and-their-order.md."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "catecp"
EDGES = {"views", "forms", "api", "jobs", "reactions", "admin", "urls", "schemas"}
CORE = {"models", "queries", "rules", "services", "facts", "enums"}
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py", "tools.py"}
LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION = 500, 800, 60


@cache
def python_files() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def slow_cleanups() -> set[str]:
    """Files that may be longer for now, as CLEANUPS.md lists them."""
    text = (ROOT / "CLEANUPS.md").read_text(encoding="utf-8")
    return set(re.findall(r"`((?:src|tests)/[^`]+\.py)`", text))


def test_edges_are_private_to_their_module():
    graph = grimp.build_graph("catecp", cache_dir=None)
    found = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            parts = imported.split(".")
            is_edge = (
                len(parts) > 2 and parts[2] in EDGES and parts[1] != "kernel"
            )  # the kernel has no pages; its `jobs` is for all
            if is_edge and parts[1] != importer.split(".")[1] and importer.split(".")[1] != "web":
                found.append(f"{importer} -> {imported}")
    assert found == []


def test_links_between_modules_have_no_reverse_name():
    found = []
    for name in settings.MODULES:
        for model in apps.get_app_config(name).get_models():
            for field in model._meta.get_fields():
                if field.auto_created or not field.is_relation or field.related_model is None:
                    continue
                is_across = field.related_model._meta.app_label != model._meta.app_label
                if is_across and not field.remote_field.related_name.endswith("+"):
                    found.append(f"{model._meta.label}.{field.name}")
    assert found == []


def test_the_core_knows_no_request():
    found = []
    for path in python_files():
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if len(parts) < 2 or parts[1] not in CORE:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.http", "django.shortcuts")):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_pages_write_through_services_only():
    writes = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete", "bulk_update"}
    found = []
    for path in python_files():
        if not {"views", "views.py", "pages"} & set(path.relative_to(SOURCE).parts):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes:
                owner = ast.unparse(node.func.value)
                if "objects" in owner or node.func.attr == "save":
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {owner}.{node.func.attr}")
    assert found == []


def test_there_are_no_junk_drawers():
    assert [str(path.relative_to(ROOT)) for path in python_files() if path.name in BANNED_NAMES] == []


def test_no_file_is_longer_than_a_reader_bears():
    listed = slow_cleanups()
    found = []
    for folder, longest in (
        (SOURCE, LONGEST_FILE),
        (ROOT / "config", 350),
        (ROOT / "tests", LONGEST_TEST),
        (ROOT / "tools", LONGEST_FILE),
    ):
        for path in folder.rglob("*.py"):
            name = str(path.relative_to(ROOT))
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if "migrations" not in path.parts and lines > longest and name not in listed:
                found.append(f"{name}: {lines}")
    assert found == []


def test_no_function_is_longer_than_a_screen():
    found = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert found == []


@pytest.mark.parametrize("mark", ["noqa", "type: ignore"])
def test_exceptions_to_a_check_say_why(mark):
    found = []
    for path in python_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            comment = line.partition(f"# {mark}")[2]
            if comment and not re.search(r"(--|#)\s*\S+", comment):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


def test_every_module_in_the_settings_is_a_package_and_every_package_a_module():
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}

    assert packages == set(settings.MODULES)


def test_own_scripts_stay_small_and_no_page_carries_a_script_or_style_inside():
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in (SOURCE / "web" / "static" / "js").glob("*.js"))
    inline = []
    script = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>\s*\S")
    style = re.compile(r"\son[a-z]+=\"|<style|\sstyle=\"")
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if script.search(text) or style.search(text):
            inline.append(str(path.relative_to(SOURCE)))

    assert lines < 2_500
    assert [name for name in inline if not name.startswith("surveys/templates/surveys/phone")] == []


@pytest.mark.parametrize(("lock", "groups"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_every_dependency_is_locked_with_hashes(lock, groups):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if groups else [])
    names = {re.match(r"[A-Za-z0-9_.-]+", line).group().lower().replace("_", "-") for line in wanted}

    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert names - locked == set()
