"""Every kind of printed document: its words, its structure, its links, and that it is the same each time."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.composed.nodes import Listing, Text, plain_words, walk
from generator.composed.outline import SECTIONS
from generator.composed.tree import parse
from generator.errors import UnknownMarkdown
from generator.model.base import Marking
from generator.model.core import ClauseRole
from generator.model.protocol import Protocol
from generator.pages.base import find_reach
from generator.printing.chapters import CORE_ID
from generator.printing.compose import Composer
from generator.printing.documents import (
    PDF,
    Printable,
    Selection,
    all_documents,
    copy_name,
    letters_name,
    select,
)
from generator.printing.faults import TypesettingFault
from generator.printing.press import print_all
from generator.printing.proof import differences, sections_of, squeezed
from generator.printing.typeset import Typesetter, as_json
from generator.rendering.renderer import Renderer
from generator.site.build import Page, Site
from generator.site.memory import Memory
from tests.printing.reader import Read

ROOT = Path(__file__).parents[2]


KINDS = ("core", "decision-record", "self-check", "letters", "easy-read", "protocol", "card", "working", "copy", "pack")


def printable_of(composer: Composer, kind: str) -> Printable:
    """The first document of a kind; the smallest pack."""
    every = [found for found in all_documents(composer) if found.ending == PDF]
    if kind == "pack":
        agencies = composer.county.packs
        smallest = min(agencies, key=lambda agency: len(agencies[agency]))
        return next(found for found in every if found.name == f"pack-{smallest}")
    wanted: dict[str, Callable[[Printable], bool]] = {
        "protocol": lambda found: found.name == found.protocol,
        "letters": lambda found: found.name == letters_name(found.protocol),
        "card": lambda found: found.template == "card.typ",
        "working": lambda found: found.template == "working.typ",
        "copy": lambda found: found.name == copy_name(found.protocol, found.agency),
    }
    return next(found for found in every if wanted.get(kind, lambda one: one.name == kind)(found))


@pytest.fixture(scope="session")
def read(composer: Composer, typesetter: Typesetter, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Read]:
    folder = tmp_path_factory.mktemp("read")
    done: dict[str, Read] = {}

    def read_kind(kind: str) -> Read:
        if kind not in done:
            printable = printable_of(composer, kind)
            path = folder / f"{printable.name}.pdf"
            path.write_bytes(typesetter.typeset(printable.name, printable.template, as_json(printable.compose())))
            done[kind] = Read(path)
        return done[kind]

    return read_kind


@pytest.fixture(scope="session")
def first(composer: Composer) -> Protocol:
    return next(iter(composer.county.protocols.values()))


@pytest.mark.parametrize("kind", ["protocol", "copy"])
def test_every_section_of_the_page_is_in_print_word_for_word(
    kind: str, read: Callable[[str], Read], composer: Composer, first: Protocol
) -> None:
    agency = printable_of(composer, kind).agency
    chapter = composer.texts.protocol(first, agency)
    base = composer.county.site.address
    expected = list(sections_of(chapter.tree, chapter.page_uri, base))
    named = [section for section in expected if section.heading][
        1:
    ]  # The first is the title: its facts are on the cover.
    assert len(named) > 50
    assert list(differences(named, read(kind).sections())) == []


def test_every_section_says_whose_words_it_holds_as_the_screen_does(
    read: Callable[[str], Read], composer: Composer, first: Protocol
) -> None:
    chapter = composer.texts.protocol(first)
    expected = Counter(section.whose for section in chapter.tree.sections if section.whose)
    assert expected == {
        "This protocol": len(SECTIONS) - 2,
        "Each agency": 2,
        "Core": len(composer.county.current_clauses),
    }
    said = "\n".join(read("protocol").furniture())
    assert {whose: said.count(whose) for whose in expected} == expected


def test_every_section_of_a_working_copy_says_whose_words_it_holds(
    read: Callable[[str], Read], composer: Composer
) -> None:
    agency = composer.county.agencies[printable_of(composer, "working").agency]
    said = "\n".join(read("working").furniture())
    assert re.findall(f"This protocol|Core|{agency.short_name}", said) == [
        *["This protocol"] * 4,
        agency.short_name,
        "Core",
        "Core",
    ]


def test_title_lead_and_facts_are_on_the_cover(
    read: Callable[[str], Read], composer: Composer, first: Protocol
) -> None:
    cover = " ".join(" ".join(words for _, words in read("protocol").sections()[:2]).split())
    protocol = first
    owner = composer.county.agencies[protocol.owner].name
    settings = composer.county.site
    for words in (protocol.version, owner, protocol.marking.value.upper(), "Valid until", "Uncontrolled when printed"):
        assert words in cover
    assert settings.notice in cover
    assert settings.edition in cover
    assert f"{settings.address.partition('://')[2]}protocols/{first.id}/" in cover


@pytest.mark.parametrize("kind", ["protocol", "copy", "working", "card", "pack", "core", "self-check"])
def test_a_copy_carries_its_code_in_words_and_as_a_square(
    kind: str, read: Callable[[str], Read], composer: Composer
) -> None:
    check = printable_of(composer, kind).compose()["check"]
    found = read(kind)
    assert check["code"] in "".join(words for _, words in found.sections())
    assert [figure.alt for figure in found.tags("Figure")][:1] == [f"QR code that leads to {check['address']}"]


def test_a_pack_holds_the_core_once_and_every_working_copy(read: Callable[[str], Read], composer: Composer) -> None:
    agency = printable_of(composer, "pack").agency
    headings = [heading for heading, _ in read("pack").sections()]
    clauses = [f"B{clause.number} {clause.title}" for clause in composer.county.current_clauses]
    protocols = composer.county.packs[agency]
    assert [heading for heading in headings if heading in {document.title for document in protocols}] == [
        document.title for document in protocols
    ]
    own = headings.index(f"{composer.county.agencies[agency].name} in every protocol")
    core = [heading for heading in headings[:own] if heading in clauses]
    assert core[: len(clauses)] == clauses
    assert not set(clauses).intersection(headings[own:])


def test_a_pack_says_how_it_is_marked_and_each_page_of_it_whose_it_is(
    composer: Composer, typesetter: Typesetter, tmp_path: Path
) -> None:
    county = composer.county
    mixed = [
        agency for agency, protocols in county.packs.items() if len({document.marking for document in protocols}) > 1
    ]
    agency = min(mixed, key=lambda each: len(county.packs[each]))
    both = {document.marking: document for document in county.packs[agency]}
    data = composer.pack(agency, tuple(both.values()))
    path = tmp_path / "pack.pdf"
    path.write_bytes(typesetter.typeset("pack", "pack.typ", as_json(data)))
    found = Read(path)
    cover, contents, *others = found.furniture()
    assert "OFFICIAL-SENSITIVE" in cover
    assert "carry the highest marking of anything in this pack" in found.root.text
    assert f"{county.agencies[agency].name}: pack of protocols" in contents
    assert "OFFICIAL-SENSITIVE" in contents
    seen = set()
    for said in others:
        document = next((each for each in both.values() if each.title in said), None)
        sensitive = document is not None and document.marking is Marking.OFFICIAL_SENSITIVE
        assert ("OFFICIAL-SENSITIVE" in said) == (sensitive or "pack of protocols" in said)
        seen.add(document and document.id)
    assert seen == {None, *(document.id for document in both.values())}


def test_a_working_copy_says_what_the_protocol_says_and_only_what_the_agency_needs(
    composer: Composer, first: Protocol
) -> None:
    agency = printable_of(composer, "working").agency
    whole, working = composer.texts.protocol(first, agency).tree, composer.texts.working(first, agency).tree
    said = {section.id: section for section in working.sections}
    full = {section.id: section for section in whole.sections if section.part in ("top", "tail")}
    for name in ("at-a-glance", "opening-requirements", "closing-requirements"):
        assert squeezed(plain_words(said[name].blocks)) == squeezed(plain_words(full[name].blocks))
    words = squeezed(full["fast-track"].words)
    leaves = [node.words for node in walk(said["fast-track"].blocks) if isinstance(node, Text)]
    labels = {"Who decides:", "Who decides in office hours:", "Who decides out of hours:", "At any hour"}
    assert {leaf.strip() for leaf in leaves if squeezed(leaf) not in words} <= labels
    clause = composer.county.clause_for(ClauseRole.RECORDING)
    rule = next(section.words for section in whole.sections if section.id == clause.id and section.part == "core")
    record = [
        plain_words(item) for block in said["record"].blocks if isinstance(block, Listing) for item in block.items
    ]
    assert record
    assert all(squeezed(item) in squeezed(rule) for item in record)
    ours = set(composer.county.groups_of(agency))
    for name, parties in {"gives": "sources", "gets": "recipients"}.items():
        lists = [node for node in walk(said[name].blocks) if isinstance(node, Listing)]
        numbers = [int(plain_words(item).partition(".")[0]) for found in lists for item in found.items]
        flows = enumerate(first.flows, start=1)
        assert numbers == [number for number, flow in flows if ours.intersection(getattr(flow, parties))]


def test_the_core_in_a_copy_is_the_core_of_the_booklet(read: Callable[[str], Read], composer: Composer) -> None:
    clauses = {f"B{clause.number} {clause.title}" for clause in composer.county.current_clauses}

    def core(kind: str) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for heading, words in read(kind).sections():
            if heading in clauses:
                found.setdefault(heading, re.sub(r"page\s*\d+|\s", "", words))
        return list(found.items())

    assert core("copy") == core("core")
    assert len(core("copy")) == len(clauses)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_says_what_it_is(kind: str, read: Callable[[str], Read]) -> None:
    found = read(kind).pdf
    metadata = found.open_metadata()
    assert str(found.Root.Lang) == "en-GB"
    assert bool(found.Root.MarkInfo.Marked)
    assert bool(found.Root.ViewerPreferences.DisplayDocTitle)
    assert str(found.docinfo["/Title"])
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    with found.open_outline() as outline:
        assert len(outline.root) >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_headings_start_at_one_and_never_skip_a_level(kind: str, read: Callable[[str], Read]) -> None:
    levels = [int(element.tag[1]) for element in read(kind).tags("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_a_head_with_scope_and_rows_of_one_length(kind: str, read: Callable[[str], Read]) -> None:
    for table in read(kind).tags("Table"):
        heads = [element for element in table.walk() if element.tag == "TH"]
        assert heads
        assert all(head.text.strip() for head in heads)
        assert all(str(head.attributes.get("/Scope")) == "/Column" for head in heads)
        rows = [row for row in table.walk() if row.tag == "TR"]
        assert (
            len({sum(cell.tag in ("TD", "TH") for cell in row.inside if not isinstance(cell, str)) for row in rows})
            == 1
        )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_is_read_in_the_same_order(kind: str, read: Callable[[str], Read]) -> None:
    found = read(kind)
    for tags, drawn in zip(found.order(), found.pieces(), strict=True):
        assert len(drawn) > 1
        assert [number for number in tags if number in drawn] == drawn


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_holds_a_line_or_two_alone(kind: str, read: Callable[[str], Read]) -> None:
    assert min(read(kind).lines()) > 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_described_and_every_font_is_embedded(kind: str, read: Callable[[str], Read]) -> None:
    found = read(kind)
    assert all(figure.alt for figure in found.tags("Figure"))
    for page in found.pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            (inner,) = font.DescendantFonts
            assert "/FontFile3" in inner.FontDescriptor or "/FontFile2" in inner.FontDescriptor
            assert "/ToUnicode" in font


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_says_its_tab_order_and_holds_nothing_outside_the_tags(
    kind: str, read: Callable[[str], Read]
) -> None:
    import pikepdf

    for page in read(kind).pdf.pages:
        if "/Annots" in page:
            assert str(page.Tabs) == "/S"
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    depth += 1
                case "EMC":
                    depth -= 1
                case "Tj" | "TJ" | "f" | "S" | "Do":
                    assert depth > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_is_described_and_lands(kind: str, read: Callable[[str], Read], composer: Composer) -> None:
    found = read(kind).pdf
    names = found.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    known = {str(name) for name in list(names)[::2]}
    pages = {page.objgen for page in found.pages}
    allowed = _addresses_in_sources(composer)
    squeezed = "".join(source.source.text for source in composer.county.library.parsed).replace(" ", "")
    for page in found.pages:
        for link in page.get("/Annots", []):
            assert str(link.get("/Contents", ""))
            assert "/StructParent" in link
            if "/A" in link and "/URI" in link.A:
                address = str(link.A.URI)
                assert (
                    address.startswith(composer.county.site.address)
                    or address in allowed
                    or _is_reach(address, squeezed)
                )
                continue
            target = link.get("/Dest", link.get("/A", {}).get("/D"))
            assert (str(target) in known) or target[0].objgen in pages


def _is_reach(address: str, squeezed: str) -> bool:
    """Whether an address is a telephone number or a mailbox that a source gives."""
    scheme, _, rest = address.partition(":")
    return scheme in ("tel", "mailto") and rest in squeezed


def _addresses_in_sources(composer: Composer) -> set[str]:
    texts = (source.source.text for source in composer.county.library.parsed)
    return {
        address.rstrip(").,") for text in texts for address in re.findall(r"(?:https?://|mailto:|tel:)[^\s>\"]+", text)
    }


def test_web_addresses_lead_to_pages_of_the_site(read: Callable[[str], Read], composer: Composer) -> None:
    known = {
        target.page_uri.removesuffix(".md").removesuffix("index").strip("/")
        for target in composer.county.targets.values()
    }
    base = urlsplit(composer.county.site.address).path
    for page in read("protocol").pdf.pages:
        for link in page.get("/Annots", []):
            if "/A" in link and "/URI" in link.A and str(link.A.URI).startswith(composer.county.site.address):
                assert urlsplit(str(link.A.URI)).path.removeprefix(base).strip("/") in known | {"", "core"}


def test_a_cross_reference_gives_the_page_it_leads_to(read: Callable[[str], Read]) -> None:
    found = read("protocol").pdf
    names = list(found.Root.Names.Dests.Names)
    numbers = {page.objgen: number for number, page in enumerate(found.pages, start=1)}
    places = {str(name): numbers[target[0].objgen] for name, target in zip(names[::2], names[1::2], strict=True)}
    fast_track = next(place for place in places if place == "a2-fast-track")
    cover = " ".join(" ".join(words for _, words in read("protocol").sections()[:2]).split())
    assert f"the fast track page {places[fast_track]}" in cover


def test_the_numbers_are_the_largest_thing_on_a_card(read: Callable[[str], Read], composer: Composer) -> None:
    """At 36 points figures are 8 mm high: one reads them at arm's length, and folding leaves them above the fold."""
    import pikepdf

    page = read("card").pdf.pages[0]
    sizes: dict[float, int] = {}
    height = 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "cm":
            height = float(operands[5])
        elif str(operator) == "Tf":
            sizes[float(operands[1])] = max(sizes.get(float(operands[1]), 0), round(height))
    largest, second, *_ = sorted((size for size in sizes if size < 100), reverse=True)  # The watermark is larger.
    assert largest >= 36
    assert largest > 1.5 * second
    assert sizes[largest] > float(page.mediabox[3]) / 2
    words = "".join(words for _, words in read("card").sections())
    protocol = composer.county.protocols[printable_of(composer, "card").protocol]
    for contact in (protocol.fast_track.contact_in_hours, protocol.fast_track.contact_out_of_hours):
        _, _, after = words.partition(find_reach(composer.county, protocol, contact).phone)
        assert "Who decides" in after[:250]


def test_each_party_has_room_to_sign_by_hand_and_only_in_the_full_text(
    read: Callable[[str], Read], composer: Composer, first: Protocol
) -> None:
    found = read("protocol")
    headings = [heading for heading, _ in found.sections()]
    names = [composer.county.agencies[party.agency].name for party in first.parties]
    start = headings.index("Signatures of the parties")
    assert headings[start + 1 : start + 1 + len(names)] == names
    assert "Signatures of the parties" not in [heading for heading, _ in read("copy").sections()]
    for heading, words in found.sections()[start + 1 : start + 1 + len(names)]:
        assert words.split() == ["Name", "Post", "Date", "Signature"], heading


def test_a_card_is_one_page(composer: Composer, typesetter: Typesetter, tmp_path: Path) -> None:
    for document in composer.county.protocols.values():
        path = tmp_path / "card.pdf"
        path.write_bytes(typesetter.typeset(document.id, "card.typ", as_json(composer.card(document))))
        assert len(Read(path).pdf.pages) == 1, document.id


def test_the_form_has_the_fields_of_the_clause_about_recording(read: Callable[[str], Read], composer: Composer) -> None:
    words = re.sub(r"\s", "", "".join(found for _, found in read("decision-record").sections()))
    text = composer.county.clauses["recording"].text
    for item in re.findall(r"^\s*\d+\. (.+)$", text, re.MULTILINE):
        plain = re.sub(r"\[\[[^|\]]*\|([^\]]*)\]\]", r"\1", item)
        assert re.sub(r"\s", "", plain) in words


HOSTILE = "\\#eval(1) \\$x\\$ @label \\\\back #[x] \\*b\\* \\_i\\_ &lt;script&gt;alert(1)&lt;/script&gt; #sys.inputs https\\://x"
SEEN = "#eval(1) $x$ @label \\back #[x] *b* _i_ <script>alert(1)</script> #sys.inputs https://x"


def test_hostile_words_stay_words(composer: Composer, typesetter: Typesetter, first: Protocol, tmp_path: Path) -> None:
    chapter = composer.texts.protocol(first)
    markdown = f"""# {HOSTILE}

<div class="lead" markdown>

{HOSTILE}

</div>

<div class="part top" data-part="top" markdown>

## Part A: {HOSTILE} {{ #part-a }}

### A2 Fast track {{ #a2-fast-track }}

**{HOSTILE}**

-   *{HOSTILE}* [{HOSTILE}](../law/x.md "{HOSTILE.replace('"', "")}")

| {HOSTILE} |
| --- |
| {HOSTILE} |

</div>
"""
    hostile = replace(chapter, tree=parse(markdown, chapter.page_uri), title=SEEN, signatures=(SEEN,), version=SEEN)
    data = composer.booklet(composer.protocol(first), hostile, {"kicker": SEEN}, signed=True)
    path = tmp_path / "hostile.pdf"
    path.write_bytes(typesetter.typeset("hostile", "booklet.typ", as_json(data)))
    words = re.sub(r"\s", "", Read(path).root.text)
    assert words.count(re.sub(r"\s", "", SEEN)) >= 9


def test_a_character_without_a_font_is_a_fault_that_names_its_section(
    composer: Composer, typesetter: Typesetter, first: Protocol
) -> None:
    data = composer.protocol(first)
    heading = {"t": "heading", "level": 3, "label": "", "number": "A3", "c": [{"t": "text", "s": "Purpose"}]}
    paragraph = {"t": "par", "c": [{"t": "text", "s": "a \U0001f9ff bead"}]}
    data["chapter"]["parts"][0]["runs"][0] = {
        "shape": "tall",
        "blocks": [
            *data["chapter"]["parts"][0]["runs"][0]["blocks"],
            heading,
            paragraph,
        ],
    }
    with pytest.raises(TypesettingFault) as caught:
        typesetter.typeset("bead", "booklet.typ", as_json(data))
    assert caught.value.section == "A3 Purpose"
    assert caught.value.document == "bead"


def _print(composer: Composer, folder: Path, cache: Path, only: Selection, jobs: int = 1) -> tuple[int, int]:
    renderer = Renderer(ROOT / "templates", composer.county)
    summary = print_all(Site((), composer.county), renderer, ROOT, folder, cache, jobs=jobs, only=only)
    return summary.made, summary.reused


def test_two_runs_give_the_same_bytes_and_a_second_run_makes_nothing(
    composer: Composer, first: Protocol, tmp_path: Path
) -> None:
    agency = first.parties[0].agency
    only = Selection(frozenset({first.id}), agency)
    assert _print(composer, tmp_path / "one", tmp_path / "cache-1", only) == (2, 0)
    assert _print(composer, tmp_path / "two", tmp_path / "cache-2", only) == (2, 0)
    assert _print(composer, tmp_path / "three", tmp_path / "cache-2", only) == (0, 2)
    for name in (f"{first.id}--{agency}.pdf", f"working-{first.id}--{agency}.pdf"):
        same = {(tmp_path / folder / name).read_bytes() for folder in ("one", "two", "three")}
        assert len(same) == 1


def test_processes_print_the_same_as_one(composer: Composer, tmp_path: Path) -> None:
    agency = printable_of(composer, "pack").agency
    _print(composer, tmp_path / "one", tmp_path / "cache-1", Selection(agency=agency))
    _print(composer, tmp_path / "two", tmp_path / "cache-2", Selection(agency=agency), jobs=2)
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    two = {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert one == two
    assert f"pack-{agency}.pdf" in one


def test_a_fault_in_another_process_comes_back_whole() -> None:
    import pickle

    fault = TypesettingFault("a-protocol", "A2 Fast track", "no font has this")
    again = pickle.loads(pickle.dumps(fault))
    assert (str(again), again.section) == (str(fault), "A2 Fast track")


def test_a_fault_in_one_document_stops_the_print(composer: Composer, first: Protocol, tmp_path: Path) -> None:
    page = Page(
        memory=Memory(),
        page_uri=f"protocols/{first.id}.md",
        title=first.title,
        description="",
        src_path="",
        compose=lambda: "# T\n\n<b>no</b>\n",
    )
    broken = Site((page,), composer.county)
    renderer = Renderer(ROOT / "templates", composer.county)
    for jobs in (1, 2):
        with pytest.raises(UnknownMarkdown, match=first.id):
            print_all(
                broken,
                renderer,
                ROOT,
                tmp_path / "pdf",
                tmp_path / "cache",
                jobs=jobs,
                only=Selection(frozenset({first.id})),
            )


def test_selection_by_protocol_and_by_agency(composer: Composer, first: Protocol) -> None:
    agency = first.parties[0].agency
    by_protocol = [found.name for found in select(composer, Selection(frozenset({first.id})))]
    by_agency = [found.name for found in select(composer, Selection(agency=agency))]
    assert by_protocol[:2] == [first.id, f"card-{first.id}"]
    assert all(first.id in name for name in by_protocol)
    assert f"pack-{agency}" in by_agency
    assert f"{first.id}--{agency}" in by_agency
    assert [found.name for found in select(composer, Selection(frozenset({first.id}), agency))] == [
        f"working-{first.id}--{agency}",
        f"{first.id}--{agency}",
    ]
    assert CORE_ID in [found.name for found in all_documents(composer)]


def test_every_party_has_its_copy_and_a_member_of_a_group_has_the_groups(composer: Composer) -> None:
    names = {found.name for found in all_documents(composer)}
    for document in composer.county.protocols.values():
        for party in document.parties:
            assert {f"{document.id}--{party.agency}", f"working-{document.id}--{party.agency}"} <= names
            assert f"pack-{party.agency}" in names
            for member in composer.county.members(party.agency):
                assert f"{document.id}--{composer.county.party_of(document, member).agency}" in names
