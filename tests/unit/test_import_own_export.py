"""A protocol that was exported for Word and is imported again: its tables come back field by field, and nothing is guessed."""

import io
from pathlib import Path

import docx
import pytest

from generator.authors.agreements.importing import Imported, Wanted, imported
from generator.authors.agreements.matching import Registers
from generator.authors.agreements.names import read_names
from generator.authors.agreements.own_export import read_ends, read_flow
from generator.authors.agreements.reading import read_agreement
from generator.authors.agreements.sorting import Fate
from generator.authors.edit.workspace import Workspace, open_workspace
from generator.model.base import Marking
from generator.model.protocol import Protocol
from generator.model.tail import Flow, Verdict
from generator.printing.compose import Composer
from generator.printing.word_text import protocol_for_word
from generator.rendering.renderer import Renderer
from generator.site.agreements import load_agreed
from generator.site.build import Site
from tests.conftest import AS_OF, ROOT

BARRED = "gateway-outside-area"
"""A fault that a source may silence with a reason, and a draft has none."""


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(ROOT)


@pytest.fixture(scope="module")
def registers(workspace: Workspace) -> Registers:
    return Registers(workspace.library)


@pytest.fixture(scope="module")
def composer() -> Composer:
    site = Site((), load_agreed(ROOT, AS_OF).county)
    return Composer(site, Renderer(ROOT / "templates", site.county))


def again(workspace: Workspace, composer: Composer, path: Path, name: str) -> tuple[Imported, Protocol, Protocol]:
    """Return what is made of a protocol's own export, the protocol, and the draft of it."""
    protocol = workspace.library.protocols[name].model
    path.write_bytes(protocol_for_word(composer, composer.county.protocols[name]))
    wanted = Wanted("come-back", protocol.under, owner=protocol.owner)
    made = imported(workspace, read_agreement(path), wanted, read_names(), AS_OF)
    return made, protocol, workspace.after(made.changes).library.protocols["come-back"].model


def said(flow: Flow) -> tuple[object, ...]:
    """Return all that a flow says but whom it is about."""
    condition = (flow.verdict, flow.only_if, flow.unless)
    how = (flow.necessary_because, flow.route, flow.when)
    return (flow.item, flow.sources, flow.recipients, flow.gateway, flow.category, *condition, *how)


def deputy(workspace: Workspace, post: str) -> str | None:
    agency, _, name = post.partition("/")
    return next(each.deputy for each in workspace.library.agencies[agency].model.posts if each.id == name)


@pytest.mark.parametrize("name", ["prevent-channel", "homelessness-duty-to-refer"])
def test_flows_contacts_and_records_come_back(
    workspace: Workspace, composer: Composer, tmp_path: Path, name: str
) -> None:
    made, before, after = again(workspace, composer, tmp_path / "sent.docx", name)
    back = {said(flow) for flow in after.flows}
    lost = [flow for flow in before.flows if said(flow) not in back]
    noted = [account for account in made.accounts if account.fate is Fate.UNWRITTEN and account.where == "flows"]
    for flow in lost:
        assert any(flow.item in each.placed.piece.text and each.why.startswith(BARRED) for each in noted)
    assert len(after.flows) == len(before.flows) - len(lost) >= 14
    assert len(lost) <= 1
    posts = {(each.post, each.reach_for) for each in before.contacts if each.post and not deputy(workspace, each.post)}
    assert {(each.post, each.reach_for) for each in after.contacts} == posts
    assert len(posts) > 2
    kept = {(each.record, each.held_by, each.keep_for, each.starting) for each in before.retention}
    found = [(each.record, each.held_by, each.keep_for, each.starting) for each in after.retention]
    assert set(found) <= kept
    assert len(found) >= 0.7 * len(kept)
    assert {f"flows.{number}.about" for number in range(1, len(after.flows) + 1)} <= set(made.open_points)
    pieces = [account.placed.piece for account in made.accounts]
    assert len({piece.place for piece in pieces}) == len(pieces) > 1000


def test_a_cell_that_somebody_changed_is_not_guessed_at(registers: Registers) -> None:
    row = (
        "3. An item (personal; about: Children)",
        "Kent Police to Probation",
        "You may",
        "CDA, section 115",
        "telephone; at once",
    )
    read = read_flow(registers, *row)
    assert read is not None
    assert (read.item, read.givers, read.receivers) == ("An item", ("kent-police",), ("probation-service",))
    assert (read.gateway, read.verdict) == ("crime-and-disorder-act-1998/s115", Verdict.MAY.value)
    for column, instead in (
        (0, "An item"),
        (1, "Kent Polise to Probation"),
        (1, "Kent Police, Probation"),
        (1, "Kent Police to Probation to Acute hospitals"),
        (2, "You might"),
        (3, "CDA, section 115(2)"),
        (3, "CDA, section 115; CDA, section 17"),
        (4, "telephone"),
    ):
        assert read_flow(registers, *(instead if at == column else cell for at, cell in enumerate(row))) is None


def test_what_an_export_tags_comes_back_marked_and_not_as_words(
    workspace: Workspace, composer: Composer, tmp_path: Path
) -> None:
    name = "prevent-channel"
    sent = docx.Document(io.BytesIO(protocol_for_word(composer, composer.county.protocols[name])))
    first = next(each for each in sent.tables if each.rows[0].cells[0].text == "Data item").rows[1].cells
    item, category = first[0].text.rsplit(" (", 1)
    first[0].text = f"{item} OFFICIAL-SENSITIVE ({category}"
    first[5].text += " OFFICIAL-SENSITIVE"
    sent.save(str(tmp_path / "sent.docx"))
    before = workspace.library.protocols[name].model
    wanted = Wanted("come-back", before.under, owner=before.owner)
    made = imported(workspace, read_agreement(tmp_path / "sent.docx"), wanted, read_names(), AS_OF)
    after = workspace.after(made.changes).library.protocols["come-back"].model
    assert said(after.flows[0]) == said(before.flows[0])
    assert [flow.marking for flow in after.flows[:2]] == [Marking.OFFICIAL_SENSITIVE, None]
    assert after.marking_of_route(after.flows[0].route) is Marking.OFFICIAL_SENSITIVE


def test_every_label_of_law_and_every_pair_of_agencies_is_read_as_one_or_not_at_all(
    workspace: Workspace, registers: Registers
) -> None:
    for name, (document, provision) in workspace.library.provisions.items():
        label = f"{document.model.short_title or document.model.title}, {provision.cite}"
        assert registers.provision_labelled(label) in (name, None)
    for document in workspace.library.protocols.values():
        for flow in document.model.flows:
            names = [
                ", ".join(workspace.library.agencies[each].model.short_name or "" for each in end)
                for end in (flow.sources, flow.recipients)
            ]
            assert read_ends(registers, " to ".join(names)) in ((flow.sources, flow.recipients), None)


def test_a_row_that_is_not_read_is_a_note_with_its_words(
    workspace: Workspace, composer: Composer, tmp_path: Path
) -> None:
    name = "prevent-channel"
    sent = docx.Document(io.BytesIO(protocol_for_word(composer, composer.county.protocols[name])))
    table = next(each for each in sent.tables if each.rows[0].cells[0].text == "Data item")
    table.rows[2].cells[3].text = "The Prevent Act"
    sent.save(str(tmp_path / "sent.docx"))
    protocol = workspace.library.protocols[name].model
    wanted = Wanted("come-back", protocol.under, owner=protocol.owner)
    made = imported(workspace, read_agreement(tmp_path / "sent.docx"), wanted, read_names(), AS_OF)
    [text] = [text for path, text in made.changes.texts.items() if path == made.path]
    after = workspace.after(made.changes).library.protocols["come-back"].model
    assert protocol.flows[1].item not in {flow.item for flow in after.flows}
    assert protocol.flows[0].item in {flow.item for flow in after.flows}
    assert "law: The Prevent Act" in " ".join(text.replace("\n#   ", " ").split())


def test_names_that_can_be_read_in_two_ways_are_not_read(project: Path) -> None:
    for name, words in (
        ("police", "[Help, 'Help to Home', 'Help, Home']"),
        ("council", "['Home to School', Help2]"),
        ("school", "[Home]"),
    ):
        agency = project / "protocols" / "agencies" / f"{name}.yaml"
        agency.write_text(agency.read_text(encoding="utf-8") + f"also_called: {words}\n", encoding="utf-8")
    law = project / "protocols" / "law" / "sharing-act-2001.yaml"
    law.write_text(law.read_text(encoding="utf-8").replace("cite: section 2\n", "cite: section 1\n"), encoding="utf-8")
    registers = Registers(open_workspace(project).library)
    assert read_ends(registers, "Help to Home") == (("police",), ("school",))
    assert read_ends(registers, "Help to Home to School") is None
    assert registers.listed("Help2, Home") == ("council", "school")
    assert registers.listed("Help, Home") == ()
    title = registers.library.instruments["sharing-act-2001"].model.title
    assert registers.provision_labelled(f"{title}, section 3") == "sharing-act-2001/s3"
    assert registers.provision_labelled(f"{title}, section 1") is None


def test_a_post_with_other_hours_is_no_post_of_the_register(
    workspace: Workspace, composer: Composer, tmp_path: Path
) -> None:
    name = "prevent-channel"
    sent = docx.Document(io.BytesIO(protocol_for_word(composer, composer.county.protocols[name])))
    table = next(each for each in sent.tables if each.rows[0].cells[-1].text == "Hours")
    posts = []
    for hours in (None, "When she can"):
        if hours:
            table.rows[-1].cells[-1].text = hours
        sent.save(str(tmp_path / "sent.docx"))
        protocol = workspace.library.protocols[name].model
        wanted = Wanted("come-back", protocol.under, owner=protocol.owner)
        made = imported(workspace, read_agreement(tmp_path / "sent.docx"), wanted, read_names(), AS_OF)
        posts.append(len(workspace.after(made.changes).library.protocols["come-back"].model.contacts))
    assert posts[1] == posts[0] - 1
