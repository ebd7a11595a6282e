"""Every PDF of the real sources, as `make site` publishes them: conformance by an independent checker, words and links.

What was printed before with the same words, templates and fonts is taken from the project's own cache.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import page as checker
import pdfua
import pikepdf
import pytest

from generator.composed.outline import READ_FIRST, SECTIONS
from generator.printing.compose import Composer
from generator.printing.documents import PDF, Selection, all_documents, copy_name, pack_name, working_name
from generator.printing.press import Printed, print_all
from generator.printing.proof import Section, differences, sections_of
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from generator.site.swap import one_at_a_time
from tests.printing.reader import Read

ROOT = Path(__file__).parents[2]
CORES = os.cpu_count() or 1


T = TypeVar("T")
R = TypeVar("R")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every PDF is printed."""
    return tmp_path_factory.mktemp("pdf")


@pytest.fixture(scope="module", autouse=True)
def printed(composer: Composer, folder: Path) -> Mapping[str, Printed]:
    """Every PDF by its name."""
    site, renderer = Site((), composer.county), Renderer(ROOT / "templates", composer.county)
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with one_at_a_time(build / "lock", lambda: None):
        found = print_all(site, renderer, ROOT, folder, build / "pdf-cache", jobs=CORES, only=Selection())
    return {each.name: each for each in found.printed}


def _on_every_core(work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        yield from pool.map(work, things, chunksize=4)


def _faults_of_access(path: Path) -> tuple[str, list[str]]:
    report = checker.validate_pdf(path, profile="ua1")
    return path.name, [f"{found.rule_id} {found.message}" for found in report.failures]


def test_every_document_is_printed_under_its_name(composer: Composer, folder: Path) -> None:
    expected = {document.name for document in all_documents(composer)}
    assert {path.stem for path in folder.iterdir()} == expected
    copies = sum(len(document.parties) for document in composer.county.current_protocols)
    assert len(expected) > 2 * copies + 2 * len(composer.county.current_protocols)


def test_what_is_used_at_work_is_short(composer: Composer, printed: Mapping[str, Printed]) -> None:
    county = composer.county
    for document in county.protocols.values():
        assert printed[f"card-{document.id}"].pages == 1
        for party in document.parties:
            assert printed[working_name(document.id, party.agency)].pages <= 8
    largest = max(county.packs, key=lambda agency: len(county.packs[agency]))
    assert len(county.packs[largest]) > 30
    assert printed[pack_name(largest)].pages < 260


def _short_pages(path: Path) -> tuple[str, list[int]]:
    return path.name, [number for number, lines in enumerate(Read(path).lines(), start=1) if lines < 3]


def test_no_page_of_what_is_used_at_work_holds_a_line_or_two_alone(composer: Composer, folder: Path) -> None:
    copies = [working_name(document.id, document.parties[-1].agency) for document in composer.county.current_protocols]
    smallest = min(composer.county.packs, key=lambda agency: len(composer.county.packs[agency]))
    names = [*copies, pack_name(smallest), "core", "self-check"]
    found = dict(_on_every_core(_short_pages, [folder / f"{name}.pdf" for name in names]))
    assert {name: pages for name, pages in found.items() if pages} == {}


def test_every_document_conforms_to_pdf_ua(composer: Composer, folder: Path) -> None:
    found = dict(_on_every_core(_faults_of_access, sorted(folder.glob("*.pdf"))))
    assert len(found) == sum(document.ending == PDF for document in all_documents(composer))
    assert {name: faults for name, faults in found.items() if faults} == {}


def _faults_of_access_to_another(path: Path) -> tuple[str, list[str]]:
    """Return what a second checker says, which shares nothing with the first: it has fewer rules, and Python instead of Rust."""
    return path.name, [f"{found.rule_id} {found.message}" for found in pdfua.validate(str(path)).findings]


def test_documents_of_every_kind_conform_for_a_second_checker(composer: Composer, folder: Path) -> None:
    protocol, *_ = composer.county.current_protocols
    smallest = min(composer.county.packs, key=lambda agency: len(composer.county.packs[agency]))
    names = [
        "core",
        "decision-record",
        "self-check",
        pack_name(smallest),
        *(path.stem for path in folder.glob("card-*.pdf")),
    ]
    paths = [*(folder / f"{name}.pdf" for name in names), *folder.glob(f"*{protocol.id}*.pdf")]
    found = dict(_on_every_core(_faults_of_access_to_another, paths))
    assert len(found) > 50
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_checkers_find_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(folder / "decision-record.pdf") as pdf:
        del pdf.Root.Lang
        del pdf.Root.StructTreeRoot
        pdf.save(broken)
    assert _faults_of_access(broken)[1]
    assert _faults_of_access_to_another(broken)[1]


def _faults_of_archive(path: Path) -> tuple[str, list[str]]:
    report = checker.validate_pdf(path, profile="2a")
    faults = [found.rule_id for found in report.failures]
    if faults == ["PDFA2A-STREAM-LENGTH-001"] and _lengths_are_right(path):
        # The checker takes a stream that ends in a carriage return, and the line feed after it, for one end of line.
        return path.name, []
    return path.name, faults


def _lengths_are_right(path: Path) -> bool:
    with pikepdf.open(path) as pdf:
        streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        whole = all(len(stream.read_raw_bytes()) == int(stream.stream_dict["/Length"]) for stream in streams)
        return whole and len(streams) > 5 and not pdf.get_warnings()


def test_full_texts_forms_and_cards_conform_to_pdf_a(composer: Composer, folder: Path) -> None:
    names = ["core", "decision-record", "self-check"]
    for document in composer.county.current_protocols:
        names += [document.id, f"card-{document.id}"]
    found = dict(_on_every_core(_faults_of_archive, [folder / f"{name}.pdf" for name in names]))
    assert {name: faults for name, faults in found.items() if faults} == {}


def _what_differs(task: tuple[Path, list[Section]]) -> tuple[str, list[str]]:
    """Return what a printed protocol says otherwise than its page, and the links of the page that it lacks."""
    path, expected = task
    read = Read(path)
    problems = list(differences(expected, read.sections()))
    addresses = {
        str(link.A.URI)
        for page in read.pdf.pages
        for link in page.get("/Annots", [])
        if "/A" in link and "/URI" in link.A
    }
    problems += [f"page {at} holds {lines} lines" for at, lines in enumerate(read.lines(), start=1) if lines < 3]
    places, problems_of_places = _places(read)
    problems += problems_of_places
    wanted = {link for section in expected for link in section.links}
    problems += [f"no link to {link}" for link in sorted(wanted - addresses) if link.partition("#")[2] not in places]
    first, last = places.get(SECTIONS["at-a-glance"].anchor), places.get(SECTIONS["purpose"].anchor)
    if first is None or last != first + 1 or any(places[section.anchor] != first for section in READ_FIRST):
        problems.append(f"A1 and A2 do not have page {first} to themselves: A3 is on page {last}")
    return path.name, problems


def _places(read: Read) -> tuple[dict[str, int], list[str]]:
    """Return the page of every place, by its name, and the links inside the document that do not land."""
    numbers = {page.objgen: number for number, page in enumerate(read.pdf.pages, start=1)}
    places: dict[str, int] = {}
    waiting = [read.pdf.Root.Names.Dests]
    while waiting:
        node = waiting.pop()
        waiting += list(node.get("/Kids", []))
        names = list(node.get("/Names", []))
        places |= {str(name): numbers[target[0].objgen] for name, target in zip(names[::2], names[1::2], strict=True)}
    lost = []
    for page in read.pdf.pages:
        for link in page.get("/Annots", []):
            target = link.get("/Dest", link.get("/A", {}).get("/D"))
            if target is not None and str(target) not in places and target[0].objgen not in numbers:
                lost.append(f"a link to {target} does not land")
    return places, lost


def test_every_protocol_and_one_copy_of_each_say_what_the_page_says(composer: Composer, folder: Path) -> None:
    base = composer.county.site.address
    tasks: list[tuple[Path, list[Section]]] = []
    for at, document in enumerate(composer.county.current_protocols):
        parties = [party.agency for party in document.parties]
        for agency in ("", parties[at % len(parties)]):
            chapter = composer.texts.protocol(document, agency)
            sections = sections_of(chapter.tree, chapter.page_uri, base)
            named = [section for section in sections if section.heading]
            name = copy_name(document.id, agency) if agency else document.id
            tasks.append((folder / f"{name}.pdf", named[1:]))  # The first is the title: its facts are on the cover.
    found = dict(_on_every_core(_what_differs, tasks))
    assert len(found) == 2 * len(composer.county.current_protocols)
    assert {name: problems for name, problems in found.items() if problems} == {}
