"""From sources to pages in memory: the core is one text, faults stop everything, a template's fault names its line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import SourceErrors, TemplateFault
from generator.site.build import Site, build
from tests.conftest import AS_OF

Edit = Callable[[str, str, str], Path]


def core_of(markdown: str) -> str:
    found = re.search(
        r'<div class="part core" data-part="core" markdown>\n(.*?)\n<div class="part tail"', markdown, re.DOTALL
    )
    assert found
    return found[1]


def page(site: Site, uri: str) -> str:
    return next(page.markdown for page in site.pages if page.page_uri == uri)


def test_core_is_the_same_in_every_protocol_of_the_county(county: Site) -> None:
    cores = {core_of(page(county, f"protocols/{identifier}.md")) for identifier in county.county.protocols}
    assert len(cores) == 1
    numbers = re.findall(r"^### B(\d+) ", cores.pop(), re.MULTILINE)
    assert [int(number) for number in numbers] == [clause.number for clause in county.county.current_clauses]


def test_what_a_protocol_explains_first_changes_nothing_in_its_core(project: Path, edit: Edit) -> None:
    before = core_of(page(build(project, AS_OF), "protocols/example.md"))
    edit("tier-3/example.yaml", "purpose: So that", "purpose: A data flow and the MASH, so that")
    assert core_of(page(build(project, AS_OF), "protocols/example.md")) == before


def test_parts_come_in_their_order_with_their_numbers(project: Path) -> None:
    text = page(build(project, AS_OF), "protocols/example.md")
    heads = re.findall(r"^### ([ABC]\d+) ", text, re.MULTILINE)
    assert heads == [*(f"A{n}" for n in range(1, 11)), "B1", "B2", *(f"C{n}" for n in range(1, 13))]
    assert "### A2 Fast track { #a2-fast-track }" in text
    assert "### B2 Fast track { #b2-fast-track data-search-exclude }" in text


def test_agency_words_say_whose_they_are(project: Path) -> None:
    text = page(build(project, AS_OF), "protocols/example.md")
    council = text.index('<div class="agency" data-agency="council" markdown>')
    assert council < text.index("Read the file before you ring.") < text.index('data-part="core"')
    police = text.index('<div class="agency" data-agency="police" markdown>')
    assert text.index('data-part="tail"') < police < text.index("Put the incident number on the record.")


def test_term_is_explained_once_on_a_page_and_only_where_first_used(project: Path, edit: Edit) -> None:
    edit("tier-3/example.yaml", "purpose: So that", "purpose: The MASH and again the MASH, so that")
    text = page(build(project, AS_OF), "protocols/example.md")
    top = text[: text.index('data-part="core"')]
    assert top.count('[MASH](../glossary/index.md#mash "Multi-agency safeguarding hub: The desk') == 1
    assert top.count("MASH") == 3


def test_source_with_an_error_stops_everything(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "owner: police", "owner: polise")
    with pytest.raises(SourceErrors) as stopped:
        build(project, AS_OF)
    assert [found.code for found in stopped.value.diagnostics] == ["unknown-reference"]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        pytest.param("{{ protocol.titel }}", "has no attribute 'titel'", id="misspelt name"),
        pytest.param("{{ nothing }}", "'nothing' is undefined", id="unknown name"),
        pytest.param("{% if %}", "Expected an expression", id="syntax"),
        pytest.param("{{ protocol.title | lin }}", "No filter named 'lin'", id="unknown filter"),
        pytest.param("{{ 1 / 0 }}", "division by zero", id="arithmetic"),
    ],
)
def test_template_fault_names_its_line_and_the_page(project: Path, bad: str, problem: str) -> None:
    path = project / "templates" / "pages" / "protocol.md.j2"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("# {{ head.title"))
    lines.insert(place, bad)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(TemplateFault) as stopped:
        build(project, AS_OF)
    assert problem in str(stopped.value)
    assert stopped.value.template == "pages/protocol.md.j2"
    assert stopped.value.line == place + 1
    assert stopped.value.page_uri == "protocols/example.md"


def test_template_that_forgets_its_filter_still_lets_nothing_through(project: Path, edit: Edit) -> None:
    edit("tier-3/example.yaml", "title: Example protocol", "title: '&lt;img&gt; [x](javascript:x) *{{ 7*7 }}*'")
    text = page(build(project, AS_OF), "protocols/example.md")
    assert r"# &amp;lt;img&amp;gt; \[x\](javascript:x) \*\{\{ 7\*7 \}\}\*" in text


@pytest.mark.parametrize(
    "bad",
    [
        '<span title="{{ protocol.title }}">x</span>',
        '<span title="{{ protocol.title | attribute }} and {{ protocol.id }}">x</span>',
        "<span title='{{ protocol.title }}'>x</span>",
        "<span title={{ protocol.title | attribute }}>x</span>",
        '<span title="{{ say("Words") }}">x</span>',
        '<span title="{% if "x" %}{{ protocol.title }}{% endif %}">x</span>',
    ],
)
def test_template_that_prints_into_an_attribute_without_its_filter_is_refused(project: Path, bad: str) -> None:
    template = project / "templates" / "pages" / "protocol.md.j2"
    lines = template.read_text(encoding="utf-8").splitlines()
    template.write_text("\n".join([*lines, bad]) + "\n", encoding="utf-8")
    with pytest.raises(TemplateFault) as raised:
        build(project, AS_OF)
    assert (raised.value.template, raised.value.line) == ("pages/protocol.md.j2", len(lines) + 1)
    assert "attribute" in str(raised.value)


def test_quotation_mark_in_a_title_stays_inside_its_attribute(edit: Edit) -> None:
    root = edit("tier-2/safe-places.yaml", "short_title: ", 'short_title: Safe" onmouseover="x ')
    page = next(page for page in build(root, AS_OF).pages if page.page_uri == "matrices/index.md")
    assert 'aria-label="Safe&#34; onmouseover&#61;&#34;x ' in page.markdown


def test_same_sources_give_the_same_pages(project: Path) -> None:
    assert [page.markdown for page in build(project, AS_OF).pages] == [
        page.markdown for page in build(project, AS_OF).pages
    ]


def test_county_pages_have_addresses_of_their_own(county: Site) -> None:
    uris = [page.page_uri for page in county.pages]
    assert len(uris) == len(set(uris))
    for identifier in county.county.protocols:
        assert f"protocols/{identifier}.md" in uris


@pytest.mark.parametrize("left", ["{{ protocol.title }}", "{% if x %}", "{# x #}"])
def test_mark_left_over_from_a_template_is_refused(project: Path, left: str) -> None:
    template = project / "templates" / "pages" / "protocol.md.j2"
    text = template.read_text(encoding="utf-8")
    template.write_text(f"{text}{{% raw %}}{left}{{% endraw %}}\n", encoding="utf-8")
    with pytest.raises(TemplateFault, match="left over") as raised:
        build(project, AS_OF)
    assert (raised.value.template, raised.value.page_uri) == ("pages/protocol.md.j2", "protocols/example.md")
