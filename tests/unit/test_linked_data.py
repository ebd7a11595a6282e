"""Linked data is read by a kept library, fits the shapes it promises, and says of every flow what its source says."""

import json
import re
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, ODRL2, RDF, Graph, Literal, Namespace, URIRef

from generator import urls
from generator.county.wording import plain
from generator.edition import Edition
from generator.exports.vocabulary import PREFIXES, close_match
from generator.model.protocol import Protocol
from generator.model.tail import Flow, Verdict
from generator.site.build import Site, build
from tests.conftest import AS_OF, ROOT
from tests.support.canaries import SENSITIVE
from tests.support.edits import run
from tests.support.issued import change

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""The reader of JSON-LD uses a class of its own library that the library would rather not have used."""

DPV = Namespace("https://w3id.org/dpv#")
PAGE = ROOT / "docs" / "about" / "records-of-processing.md"
SHAPES = ROOT / "tests" / "support" / "linked_data.ttl"
SHAPED = ("domestic-abuse-marac", "child-death-review", "children-mash")
"""The protocols of the county that are held to the shapes: between them they have every verdict, category and role."""

IN_DPV = frozenset(
    """
    ActivityProposed Child Data DataSubject Disclose Employee HumanSubject JointDataControllers Justification Law LegalBasis
    Organisation Patient PersonalData Process Purpose SpecialCategoryPersonalData StorageDuration TechnicalOrganisationalMeasure
    VulnerableHuman hasActivityStatus hasApplicableLaw hasData hasDataController hasDataProcessor hasDataSubject hasEntity hasHumanSubject
    hasJointDataControllers hasJurisdiction hasJustification hasLegalBasis hasName hasPersonalData hasProcess hasProcessing hasPurpose
    hasRecipient hasStorageCondition hasTechnicalOrganisationalMeasure
    """.split()  # noqa: SIM905
)
"""Terms that somebody looked up in DPV 2.3. One that is not among them has to be looked up there first."""

ELSEWHERE = {
    "pd": {"Criminal"},
    "loc": {"GB"},
    "legal-gb": {"law-GDPR", "law-DPA"},
    "eu-gdpr": {f"A6-1-{point}" for point in "abcdef"} | {f"A9-2-{point}" for point in "abcdefghij"},
}
"""The same for what DPV 2.3 has beside its core."""


def content(site: Site, uri: str) -> str:
    return next(file.content.decode() for file in site.files if file.uri == uri)


def graph(site: Site, name: str) -> Graph:
    return Graph().parse(data=content(site, urls.linked_data_uri(name)), format="json-ld")


def own(site: Site) -> Namespace:
    return Namespace(f"{site.county.site.address}about/records-of-processing/#")


@cache
def shapes(address: str) -> Graph:
    return Graph().parse(data=SHAPES.read_text(encoding="utf-8").replace("OWN", address), format="turtle")


def faults(site: Site, found: Graph) -> str:
    fits, _, text = pyshacl.validate(found, shacl_graph=shapes(str(own(site))))
    return "" if fits else str(text)


def rules_of(site: Site, found: Graph) -> dict[int, tuple[URIRef, set[str], set[str], set[tuple[str, str]]]]:
    """Return each rule by the number of its flow: its kind, its givers and receivers, and each operator with its words."""
    rules = {}
    for rule, flow in found.subject_objects(DCTERMS.source):
        if rule.endswith("#policy"):
            continue
        sides: tuple[set[str], set[tuple[str, str]]] = (set(), set())
        for constraint in found.objects(rule, ODRL2.constraint):
            for value in found.objects(constraint, ODRL2.rightOperand):
                if found.value(constraint, ODRL2.leftOperand) == ODRL2.recipient:
                    sides[0].add(value.rstrip("/").rpartition("/")[2])
                else:
                    operator = str(found.value(constraint, ODRL2.operator)).rpartition("/")[2]
                    sides[1].add((operator, str(value)))
        number = found.value(flow, own(site).number)
        assert isinstance(number, Literal)
        givers = {name.rstrip("/").rpartition("/")[2] for name in found.objects(rule, ODRL2.assignee)}
        kind = found.value(rule, RDF.type)
        assert isinstance(kind, URIRef)
        rules[int(number)] = (kind, givers, *sides)
    return rules


def wanted(site: Site, flow: Flow) -> tuple[URIRef, set[str], set[str], set[tuple[str, str]]]:
    library = site.county.library
    said = {("eq", plain(library, flow.only_if))} if flow.only_if else set()
    said |= {("neq", plain(library, flow.unless))} if flow.unless else set()
    kind = ODRL2.Duty if flow.verdict is Verdict.MUST else ODRL2.Permission
    return kind, set(flow.sources), set(flow.recipients), said


def names_of(site: Site, protocol: Protocol) -> dict[str, str]:
    """Return the name of each flow by its data item."""
    found = graph(site, protocol.id)
    flows = found.objects(None, DPV.hasProcess)
    titled = {flow: found.value(found.value(flow, DPV.hasPersonalData), DCTERMS.title) for flow in flows}
    return {str(title): str(flow) for flow, title in titled.items()}


def test_a_flow_keeps_its_name_when_it_is_marked_and_gets_another_when_it_says_something_else(project: Path) -> None:
    def named() -> dict[str, str]:
        site = build(project, AS_OF)
        return names_of(site, site.county.protocols["example"])

    before, item = named(), "Who may collect the child"
    change(project, "tier-3/example.yaml", ("  - item: Who may", f"  - marking: {SENSITIVE}\n    item: Who may"))
    assert named() == before
    change(project, "tier-3/example.yaml", ("item: Who may collect the child", "item: Who may fetch the child"))
    after = named()
    assert after.keys() - before.keys() == {"Who may fetch the child"}
    assert before[item] not in after.values()


def test_every_flow_of_the_county_has_its_own_verdict_and_one_rule(county: Site) -> None:
    seen = 0
    for name, protocol in county.county.protocols.items():
        found = graph(county, name)
        verdicts = {
            int(str(number)): str(found.value(flow, own(county).verdict))
            for flow, number in found.subject_objects(own(county).number)
        }
        numbered = dict(enumerate(protocol.flows, start=1))
        assert verdicts == {number: flow.verdict.value for number, flow in numbered.items()}
        assert rules_of(county, found) == {number: wanted(county, flow) for number, flow in numbered.items()}
        assert len(set(found.subjects(RDF.type, ODRL2.Prohibition))) == len(protocol.restrictions)
        seen += len(numbered)
    assert seen > 800


@pytest.mark.parametrize("name", SHAPED)
def test_protocols_of_the_county_fit_the_shapes(county: Site, name: str) -> None:
    assert faults(county, graph(county, name)) == ""


def test_between_them_they_have_everything(county: Site) -> None:
    flows = [flow for name in SHAPED for flow in county.county.protocols[name].flows]
    assert {flow.verdict for flow in flows} == set(Verdict)
    assert any(flow.unless for flow in flows)


def test_small_protocol_fits_the_shapes(project: Path) -> None:
    site = build(project, AS_OF)
    assert faults(site, graph(site, "example")) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"own:verdict":"may"', '"own:verdict":"must"'),
        ('"own:verdict":"may"', '"own:verdict":"perhaps"'),
        ('"own:status":"draft",', ""),
        ('"own:marking":"official"', '"own:marking":"secret"'),
        ('"odrl:operator":"odrl:isAnyOf"', '"odrl:operator":"odrl:isNoneOf"'),
        ('"odrl:action":"odrl:distribute"', '"odrl:action":"odrl:sell"'),
        ('"@type":"odrl:Permission"', '"@type":"odrl:Duty"'),
        ('"odrl:constraint":[', '"odrl:failure":['),
        ('"dpv:hasRecipient":', '"dpv:hasNobody":'),
    ],
)
def test_wrong_graph_does_not_fit(project: Path, old: str, new: str) -> None:
    site = build(project, AS_OF)
    text = content(site, urls.linked_data_uri("example"))
    assert old in text
    assert faults(site, Graph().parse(data=text.replace(old, new, 1), format="json-ld")) != ""


def test_condition_that_was_lost_and_an_exception_that_became_a_condition_do_not_fit(project: Path) -> None:
    name = "tier-3/example.yaml"
    change(project, name, ("    verdict: may\n", "    verdict: only-if\n    only_if: the child agrees\n"))
    site = build(project, AS_OF)
    text = content(site, urls.linked_data_uri("example"))
    assert rules_of(site, graph(site, "example"))[1][3] == {("eq", "the child agrees")}
    lost = re.sub(r',\{"@type":"odrl:Constraint","odrl:leftOperand":"own:circumstance"[^}]*\}', "", text)
    assert lost != text
    turned = text.replace(
        '"odrl:operator":"odrl:eq","odrl:rightOperand":"the', '"odrl:operator":"odrl:neq","odrl:rightOperand":"the'
    )
    assert turned != text
    for wrong in (lost, turned):
        assert faults(site, Graph().parse(data=wrong, format="json-ld")) != ""


def test_every_term_is_one_that_the_vocabularies_have(county: Site) -> None:
    text = "".join(file.content.decode() for file in county.files if file.uri.endswith(".jsonld"))
    used = set(re.findall(rf'"({"|".join(PREFIXES)}):([\w-]+)"', text))
    assert {term for prefix, term in used if prefix == "dpv"} <= IN_DPV
    assert {term for prefix, term in used if prefix == "odrl" and URIRef(PREFIXES["odrl"] + term) not in ODRL2} == set()
    assert {term for prefix, term in used if prefix == "dct" and URIRef(PREFIXES["dct"] + term) not in DCTERMS} == set()
    assert {term for prefix, term in used if prefix == "dcat" and URIRef(PREFIXES["dcat"] + term) not in DCAT} == set()
    for prefix, terms in ELSEWHERE.items():
        assert {term for each, term in used if each == prefix} <= terms


def test_every_term_is_explained(county: Site) -> None:
    said = PAGE.read_text(encoding="utf-8")
    text = "".join(file.content.decode() for file in county.files if file.uri.endswith(".jsonld"))
    for term in set(re.findall(r'"own:([\w-]+)"', text)):
        assert f"\n### {term}\n" in said
    for prefix, term in set(re.findall(r'"(dpv|odrl|pd):([A-Z]\w+)"', text)):
        if term not in (
            "Asset",
            "AssetCollection",
            "Constraint",
            "LeftOperand",
            "Organisation",
            "Party",
            "PartyCollection",
        ):
            assert f"`{prefix}:{term}`" in said or term in (
                "DataSubject",
                "HumanSubject",
                "Law",
                "Policy",
                "Purpose",
                "Set",
            ), term


def test_uk_law_is_close_to_the_eus_and_what_is_the_uks_alone_matches_nothing(county: Site) -> None:
    assert close_match("uk-gdpr/article-6-1-e") == "eu-gdpr:A6-1-e"
    for name in ("uk-gdpr/article-6-1-ea", "uk-gdpr/article-10", "data-protection-act-2018/schedule-1-paragraph-18"):
        assert close_match(name) is None
    text = content(county, urls.linked_data_uri("domestic-abuse-marac"))
    assert '"skos:closeMatch":"eu-gdpr:A6-1-e"' in text
    assert "exactMatch" not in text
    assert "sameAs" not in text


def test_files_need_no_other_and_no_network(county: Site) -> None:
    for file in county.files:
        if file.uri.endswith(".jsonld"):
            context = json.loads(file.content)["@context"]
            assert isinstance(context, dict)
            assert "@import" not in context


def test_list_names_every_file_with_its_status(county: Site) -> None:
    found = Graph().parse(data=content(county, urls.LINKED_DATA), format="json-ld")
    address = county.county.site.address
    listed = {str(name) for name in found.objects(None, DCAT.downloadURL)}
    assert listed == {address + urls.linked_data_uri(name) for name in county.county.protocols}
    assert {str(status) for status in found.objects(None, own(county).status)} == {"draft"}
    swale = URIRef(f"{address}agencies/swale-council/")
    assert URIRef(f"{address}agencies/district-councils/") in set(found.objects(swale, ODRL2.partOf))


def test_flows_that_change_places_keep_their_names_and_one_that_changes_does_not(project: Path) -> None:
    before = build(project, AS_OF)
    names = names_of(before, before.county.protocols["example"])
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8")
    head, rest = text.split("flows:\n", 1)
    first, second, end = re.split(r"(?=  - item: Who may)|(?=routes:\n)", rest)
    path.write_text(f"{head}flows:\n{second}{first}{end}", encoding="utf-8")
    turned = build(project, AS_OF)
    assert names_of(turned, turned.county.protocols["example"]) == names
    assert rules_of(turned, graph(turned, "example"))[1][2] == {"school"}
    change(project, "tier-3/example.yaml", ("when: the same day", "when: the next day"))
    changed = build(project, AS_OF)
    after = names_of(changed, changed.county.protocols["example"])
    assert {item for item in names if names[item] != after[item]} == {"Who may collect the child"}


def test_retired_protocol_permits_nothing(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8")
    (path.parent / "old.yaml").write_text(
        text.replace("id: example", "id: old", 1)
        .replace("title: Example protocol", "title: Old protocol", 1)
        .replace("status: draft", "status: retired", 1)
        .replace("also_called: [EP]", "also_called: [OP]")
        + "\nretired: {on: 2026-11-01, replaced_by: example, why: It was merged.}\n",
        encoding="utf-8",
    )
    site = build(project, AS_OF)
    found = graph(site, "old")
    assert {str(status) for status in found.objects(None, own(site).status)} == {"retired"}
    assert len(set(found.objects(None, DPV.hasProcess))) == 2
    assert set(found.objects(None, RDF.type)) & {ODRL2.Set, ODRL2.Permission, ODRL2.Duty, ODRL2.Prohibition} == set()
    assert not any(found.objects(None, DPV.hasActivityStatus))


def test_renamed_agency_is_meant_by_its_new_name_alone(project: Path) -> None:
    assert run(project, "rename", "agency/police", "constabulary").exit_code == 0
    text = content(build(project, AS_OF), urls.linked_data_uri("example"))
    assert '"agency:constabulary/"' in text
    assert '"agency:police/"' not in text


def test_public_edition_has_neither_the_flow_nor_the_rule_of_what_is_marked(project: Path) -> None:
    change(project, "tier-3/example.yaml", ("  - item: Who may", f"  - marking: {SENSITIVE}\n    item: Who may"))
    partner, public = build(project, AS_OF), build(project, AS_OF, Edition.PUBLIC)
    assert set(rules_of(partner, graph(partner, "example"))) == {1, 2}
    assert f'"own:marking":"{SENSITIVE}"' in content(partner, urls.linked_data_uri("example"))
    assert set(rules_of(public, graph(public, "example"))) == {1}
    assert "Who may collect" not in content(public, urls.linked_data_uri("example"))
    assert '"own:marking":"official"' in content(public, urls.linked_data_uri("example"))
