"""Templates and the typed views that they show: every name in a template is a field of its view, and every view has its template."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from jinja2 import meta, nodes

from generator import pages, urls
from generator.errors import TemplateFault
from generator.pages.base import PageView
from generator.rendering.renderer import Renderer
from generator.site.build import Site, build
from tests.conftest import AS_OF, ROOT
from tests.support.edits import run

Edit = Callable[[str, str, str], Path]

TEMPLATES = ROOT / "templates" / "pages"


for module in iter_modules(pages.__path__, f"{pages.__name__}."):
    import_module(module.name)  # So that every view is known, whatever else was imported.


def kinds(view: type[PageView]) -> Iterator[type[PageView]]:
    for kind in view.__subclasses__():
        if kind.__module__.startswith("generator."):
            yield kind
            yield from kinds(kind)


KINDS = sorted(kinds(PageView), key=lambda kind: kind.__name__)


def test_every_page_template_is_the_template_of_a_view() -> None:
    assert {kind.template for kind in KINDS} == {path.name for path in TEMPLATES.glob("*.j2")}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_template_uses_only_fields_of_its_view(kind: type[PageView], county: Site) -> None:
    environment = Renderer(ROOT / "templates", county.county)._environment
    tree = environment.parse((TEMPLATES / kind.template).read_text(encoding="utf-8"))
    names = meta.find_undeclared_variables(tree) - environment.globals.keys()
    assigned = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    assert names - assigned - {field.name for field in fields(kind)} == set()


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ('{{ "core/safety-frist" | ref }}', "nothing is called `core/safety-frist`; did you mean `core/safety-first`?"),
        ('{{ "term/nothing" | ref }}', "nothing is called `term/nothing`"),
        ('{{ "page/audti" | ref("Audit") }}', "nothing is called `page/audti`; did you mean `page/audit`?"),
        ("{{ role.nothing | ref }}", "has no attribute 'nothing'"),
        ("{{ outline.nothing.anchor }}", "has no attribute 'nothing'"),
    ],
)
def test_template_that_names_what_is_not_there_is_a_located_fault(project: Path, bad: str, problem: str) -> None:
    path = project / "templates" / "pages" / "home.md.j2"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, bad]) + "\n", encoding="utf-8")
    with pytest.raises(TemplateFault) as raised:
        build(project, AS_OF)
    assert problem in str(raised.value)
    assert (raised.value.template, raised.value.line) == ("pages/home.md.j2", len(lines) + 1)


def test_renamed_clause_is_still_named_and_linked_by_every_page(project: Path) -> None:
    result = run(project, "rename", "core/safety-first", "life-first")
    assert result.exit_code == 0, result.output
    home = next(page.markdown for page in build(project, AS_OF).pages if page.page_uri == "index.md")
    assert "(core/life-first.md)" in home
    assert "safety-first" not in home


def test_page_is_worked_out_when_it_is_asked_for_and_not_before(county: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview plans every page after each edit, and shows one."""

    def asked_for(*_arguments: object, **_named: object) -> PageView:
        raise AssertionError("nobody asked for this page")

    made = {
        "agencies": "_agency_page",
        "law": "_instrument_page",
        "matrices": "_flows",
        "protocol": "protocol_page",
    }
    for module, name in made.items():
        monkeypatch.setattr(f"generator.pages.{module}.{name}", asked_for)
    planned = {each.head.page_uri: each for each in pages.all_pages(county.county)}
    with pytest.raises(AssertionError, match="nobody asked"):
        planned[urls.protocol_uri("domestic-abuse-marac")].view()
