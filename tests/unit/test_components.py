"""Every component has examples, and each example gives the Markdown that is kept for it."""

import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from ruamel.yaml import YAML

from generator.pages.base import Head, PageView
from generator.rendering.renderer import Renderer
from generator.rules.load import load
from tests.conftest import AS_OF, ROOT, copy_small

COMPONENTS = ROOT / "templates" / "components"
GOLDEN = ROOT / "tests" / "golden" / "components"
NAMES = sorted(path.name for path in COMPONENTS.iterdir() if path.is_dir())

_MACRO = re.compile(r"{%-? *macro +(\w+)\(")


def examples_of(name: str) -> list[dict[str, Any]]:
    path = COMPONENTS / name / "examples.yaml"
    return list(YAML(typ="safe").load(path)) if path.is_file() else []


def macros_of(name: str) -> set[str]:
    return set(_MACRO.findall((COMPONENTS / name / "macro.md.j2").read_text(encoding="utf-8")))


@dataclass(frozen=True, kw_only=True)
class ExamplePage(PageView):
    """A page that holds one example of a component."""

    template: ClassVar[str] = "example.md.j2"
    given: dict[str, Any]

    @property
    def facts(self) -> dict[str, Any]:
        """What the example gives its macro."""
        return self.given


def given(example: object) -> Any:
    """Return what an example gives its macro: `{value: power}` stands for one of a fixed set of values."""
    if isinstance(example, list):
        return [given(each) for each in example]
    if not isinstance(example, dict):
        return example
    return SimpleNamespace(**example) if set(example) == {"value"} else {name: given(example[name]) for name in example}


def rendered(root: Path, renderer: Renderer, name: str, example: dict[str, Any]) -> str:
    """Return what the site's own renderer makes of a page that holds this example and nothing else."""
    page = root / "templates" / "pages" / "example.md.j2"
    macros = ", ".join(sorted(macros_of(name)))
    call = example["call"]
    page.write_text(
        f'{{% from "components/{name}/macro.md.j2" import {macros} %}}\n{{{{ {call} }}}}\n', encoding="utf-8"
    )
    head = Head("protocols/example.md", example["name"], "", "protocols/tier-3/example.yaml")
    return renderer.render(ExamplePage(head=head, given=given(example["with"])))


@pytest.mark.parametrize("name", NAMES)
def test_examples_give_their_markdown(name: str, tmp_path: Path, *, update: bool) -> None:
    root = copy_small(tmp_path / "project")
    county = load(root, AS_OF).county
    parts: list[str] = []
    for example in examples_of(name):
        text = rendered(root, Renderer(root / "templates", county), name, example)
        parts.append(f"<!-- {example['name']} -->\n\n{text}")
    text = "\n".join(parts)
    golden = GOLDEN / f"{name}.md"
    if update:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_macro_has_an_example(name: str) -> None:
    called = {str(example["call"]).partition("(")[0] for example in examples_of(name)}
    assert called == macros_of(name)


def test_no_expected_output_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.md")} == set(NAMES)
