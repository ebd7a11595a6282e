"""The outline is the only place that knows the sections: one more between two others moves everything that depends on them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AS_OF, ROOT

Edit = Callable[[str, str, str], Path]

NEW = 'Section(id="{id}", title="Something new", fields=("{field}",)),\n        '

FACTS = """
import json, sys
from datetime import date
from pathlib import Path
from generator.changes.comparison import compare
from generator.changes.side import read_side
from generator.composed.passages import fingerprint
from generator.printing.compose import Composer
from generator.rendering.renderer import Renderer
from generator.site.build import build

root, as_of = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])


def site():
    return build(root, as_of)


def page(site, uri):
    return next(page for page in site.pages if page.page_uri == uri)


def changed(old, new):
    path = root / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = site(), read_side(root, as_of)
    path.write_text(text, encoding="utf-8")
    return after


first, start = site(), read_side(root, as_of)
example = "protocols/example.md"
mark = fingerprint(page(first, example).tree)
contacts = changed("reach_for: New concerns.", "reach_for: Old concerns.")
retention = changed("keep_for: 6 years", "keep_for: 7 years")
composer = Composer(first, Renderer(root / "templates", first.county))
document = first.county.protocols["example"]
booklet = composer.protocol(document)
runs = [run for part in booklet["chapter"]["parts"] for run in part["runs"]]
print(json.dumps({
    "sections": [section.anchor for section in page(first, example).tree.sections if section.outlined],
    "signed": {
        "contacts": fingerprint(page(contacts[0], example).tree) != mark,
        "retention": fingerprint(page(retention[0], example).tree) != mark,
    },
    "source": {
        "contacts": [event.place for event in compare(start, contacts[1]).events],
        "retention": [event.place for event in compare(start, retention[1]).events],
    },
    "sheet": [
        block["label"] for run in runs if run["shape"] == "one" for block in run["blocks"] if block["t"] == "heading"
    ],
    "urgent": booklet["cover"]["urgent"],
    "card-says": json.dumps(composer.card(document)["above"]),
    "reading": page(first, "audit/reading.md").markdown,
    "urgent-page": page(first, "urgent/index.md").markdown,
    "met": page(first, "audit/conformance.md").markdown,
}))
"""


def engine_with(folder: Path, project: Path, sections: dict[str, str]) -> Path:
    """Return a copy of the program, and change the project's template, with a section after each that is named here.

    Each new one is `extra-` and the name of the one before it, and shows the field that is named.
    """
    shutil.copytree(ROOT / "generator", folder / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "templates").mkdir()
    shutil.copy(ROOT / "templates" / "tokens.json", folder / "templates")
    outline = folder / "generator" / "composed" / "outline.py"
    template = project / "templates" / "pages" / "protocol.md.j2"
    lines, text = outline.read_text(encoding="utf-8"), template.read_text(encoding="utf-8")
    for before, field in sections.items():
        following = {"at-a-glance": "fast-track", "routes": "retention"}[before]
        part = "top" if before == "at-a-glance" else "tail"
        opens = f'Section(id="{following}",'
        assert opens in lines
        lines = lines.replace(opens, NEW.format(id=f"extra-{before}", field=field) + opens)
        heading = f'{{{{ heading({part}["{following}"]) }}}}'
        assert heading in text
        text = text.replace(heading, f'{{{{ heading({part}["extra-{before}"]) }}}}\n\nNothing yet.\n\n{heading}')
    outline.write_text(lines, encoding="utf-8")
    template.write_text(text, encoding="utf-8")
    return folder


def run(engine: Path, cwd: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(engine)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("sections", "fast_track", "retention", "contacts", "requirements"),
    [
        pytest.param({}, "a2", "c3", "c4", "c9", id="as it is"),
        pytest.param({"routes": "routes"}, "a2", "c4", "c5", "c10", id="one more after C2"),
        pytest.param(
            {"at-a-glance": "summary", "routes": "routes"}, "a3", "c4", "c5", "c10", id="one more after A1 too"
        ),
    ],
)
def test_one_more_section_moves_everything_that_depends_on_it(
    project: Path,
    tmp_path: Path,
    sections: dict[str, str],
    fast_track: str,
    retention: str,
    contacts: str,
    requirements: str,
) -> None:
    engine = engine_with(tmp_path / "engine", project, sections)
    facts: dict[str, Any] = json.loads(run(engine, project, "-c", FACTS, str(project), AS_OF.isoformat()))
    urgent = f"{fast_track}-fast-track"
    assert {f"{retention}-retention", f"{contacts}-contacts", urgent} <= set(facts["sections"])
    assert len(facts["sections"]) == 22 + len(sections)
    assert facts["signed"] == {"contacts": False, "retention": True}
    lines = (project / "protocols" / "tier-3" / "example.yaml").read_text(encoding="utf-8").splitlines()
    for name, words in (("contacts", "reach_for: New concerns."), ("retention", "keep_for: 6 years")):
        (source,) = facts["source"][name]
        assert words in lines[int(source.rpartition(":")[2]) - 1]
    assert facts["sheet"][-1] == urgent
    assert not any("extra" in label for label in facts["sheet"])
    assert facts["urgent"] == urgent
    assert "Harm is likely tonight" in facts["card-says"]
    assert f"Nobody has to read it all: A1 and {fast_track.upper()} are" in facts["reading"]
    assert f"protocols/example.md#{urgent}" in facts["urgent-page"]
    assert f"protocols/example.md#{requirements}-requirements" in facts["met"]
    run(engine, project, "-m", "generator", "build", "--no-pdf", "--as-of", AS_OF.isoformat())  # No link is broken.


def test_numbers_and_addresses_that_were_published_stay() -> None:
    from generator.composed.outline import SECTIONS

    assert [section.anchor for section in SECTIONS.values()] == [
        "a1-at-a-glance",
        "a2-fast-track",
        "a3-purpose",
        "a4-scope",
        "a5-people",
        "a6-parties",
        "a7-process",
        "a8-gateways",
        "a9-data-protection",
        "a10-opening-requirements",
        "c1-flows",
        "c2-routes",
        "c3-retention",
        "c4-contacts",
        "c5-closing-requirements",
        "c6-risks",
        "c7-dpia",
        "c8-training",
        "c9-requirements",
        "c10-review",
        "c11-signatures",
        "c12-history",
    ]


def test_nothing_but_the_outline_names_a_section_by_its_number() -> None:
    import re

    from generator.composed.outline import SECTIONS

    numbered = re.compile("|".join(rf"\b{re.escape(section.anchor)}\b" for section in SECTIONS.values()))
    folders = (ROOT / "generator", ROOT / "templates", ROOT / "docs" / "assets")
    kinds = {".py", ".j2", ".typ", ".css", ".js", ".html"}
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in kinds
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if numbered.search(line) and not line.lstrip().startswith(('"""', "#", ">>>")) and "`" not in line
    ]
    assert found == []
