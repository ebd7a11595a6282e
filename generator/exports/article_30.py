"""What each agency needs for its record of processing activities: a table for each agency, with a row for each protocol and set of rules.

The heads are the law's words with its paragraphs. What the sources do not know is an empty cell, and its head says that the agency
fills it in. `docs/about/records-of-processing.md` says what each column means and does not mean.
"""

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial

from generator import urls
from generator.county.county import County
from generator.county.processing import PERSONAL, Processing, processing_of
from generator.county.wording import plain
from generator.exports.csv_table import table
from generator.exports.vocabulary import is_data_subject
from generator.model.agency import Agency, Post, PostKind
from generator.model.protocol import Protocol
from generator.model.tail import Flow
from generator.pages.base import label_of
from generator.pages.files import SiteFile
from generator.words.catalogue import Catalogue

TO_FILL = " (the agency fills this in)"
"""How the head of a column ends that is empty because the sources do not know."""

_RECORDS = {"uk-gdpr": "UK GDPR, Article 30(1)", "part-3": "Data Protection Act 2018, section 61(2)"}
"""Under what a controller keeps its record, by the rules that it works under."""


@dataclass(frozen=True)
class _Shared:
    """What rows of many agencies have in common, so that it is made once."""

    county: County
    words: Catalogue

    @cached_property
    def said(self) -> Callable[[str], str]:
        """Returns words of a source as plain words."""
        return cache(lambda text: plain(self.county.library, text, self.words))

    @cached_property
    def markings(self) -> Mapping[str, str]:
        """The highest marking of anything in each protocol."""
        return {protocol.id: self.county.marking_of(protocol).value for protocol in self.county.current_protocols}


@dataclass(frozen=True)
class _Row:
    """One row: what an agency does in one protocol under one set of rules."""

    shared: _Shared
    agency: Agency
    found: Processing

    @property
    def county(self) -> County:
        """The county."""
        return self.shared.county

    @property
    def protocol(self) -> Protocol:
        """The protocol."""
        return self.found.protocol

    def laws(self, provisions: Iterable[str]) -> str:
        """Return provisions, each instrument with its own: `Care Act 2014: section 6, section 7`."""
        found: dict[str, list[str]] = {}
        for name in dict.fromkeys(provisions):
            instrument, provision = self.county.provisions[name]
            found.setdefault(instrument.title, []).append(provision.cite)
        return "; ".join(f"{title}: {', '.join(cites)}" for title, cites in found.items())


def processing_records(county: County, words: Catalogue) -> Iterator[SiteFile]:
    """Yield the table of every agency that gives or receives personal data as a controller.

    A group of agencies is no controller, so its members have tables and it has none. A byte order mark makes Excel read UTF-8.
    """
    shared = _Shared(county, words)
    for agency in county.current_agencies:
        rows = tuple(_Row(shared, agency, each) for each in processing_of(county, agency.id))
        if rows:
            yield SiteFile(urls.processing_record_uri(agency.id), partial(_table, rows))


def _table(rows: tuple[_Row, ...]) -> bytes:
    heads = tuple(head for head, _ in COLUMNS)
    return codecs.BOM_UTF8 + table(heads, (tuple(cell(row) for _, cell in COLUMNS) for row in rows))


def _address(row: _Row) -> str:
    return row.county.site.address + urls.web_path(urls.protocol_uri(row.protocol.id))


def _status(row: _Row) -> str:
    status = row.shared.words.tell(label_of(row.protocol.status))
    return f"{status}. {row.county.site.notice}" if row.county.site.illustrative else status


def _controller(row: _Row) -> str:
    return f"{_named(row.agency)}: {_post(row.agency.post_for(PostKind.SINGLE_POINT_OF_CONTACT))}"


def _joint_controllers(row: _Row) -> str:
    joint = row.protocol.joint_controllers[row.found.regime]
    if not row.found.names & set(joint):
        return ""
    others = (row.county.agencies[name] for name in joint if name not in row.found.names)
    return "; ".join(f"{_named(other)}: {other.post_for(PostKind.SINGLE_POINT_OF_CONTACT).email}" for other in others)


def _officer(row: _Row) -> str:
    officers = (post for post in row.agency.posts if post.kind is PostKind.DATA_PROTECTION_OFFICER)
    return "; ".join(map(_post, officers))


def _named(agency: Agency) -> str:
    """Return the controller in law, with the service of it that this is."""
    return f"{agency.part_of} ({agency.name})" if agency.part_of else agency.name


def _post(post: Post) -> str:
    return f"{post.title}, {post.phone}, {post.email}"


def _purposes(row: _Row) -> str:
    return row.shared.said(row.protocol.summary)


def _data_subjects(row: _Row) -> str:
    named = {name for flow in row.found.flows for name in flow.about}
    return "; ".join(person.name for person in row.protocol.people if person.id in named and is_data_subject(person))


def _items(row: _Row, flows: tuple[Flow, ...]) -> str:
    """Return data items by the kind of data they are."""
    found = {kind: dict.fromkeys(flow.item for flow in flows if flow.category is kind) for kind in PERSONAL}
    kinds = {row.shared.words.tell(label_of(kind)): items for kind, items in found.items() if items}
    return "; ".join(f"{kind}: {'; '.join(items)}" for kind, items in kinds.items())


def _recipients(row: _Row) -> str:
    named = dict.fromkeys(name for flow in row.found.gives for name in flow.recipients)
    found = (name for name in named if name != row.agency.id or row.agency.stands_for_many)
    return "; ".join(row.county.agencies[name].name for name in found)


def _gateways(row: _Row) -> str:
    return row.laws(flow.gateway for flow in row.found.gives)


def _lawful_basis(row: _Row) -> str:
    return row.laws(name for basis in row.found.bases for name in (*basis.article_6, *basis.part_3))


def _conditions(row: _Row) -> str:
    return row.laws(
        name for basis in row.found.bases for name in (*basis.article_9, *basis.article_10, *basis.schedule_1)
    )


def _because(row: _Row) -> str:
    return " ".join(row.shared.said(basis.because) for basis in row.found.bases)


def _time_limits(row: _Row) -> str:
    kept = (kept for kept in row.protocol.retention if row.found.names & set(kept.held_by))
    return "; ".join(f"{each.record}: {each.period}" for each in kept)


def _measures(row: _Row) -> str:
    return "; ".join(dict.fromkeys(flow.route for flow in row.found.flows))


def _nothing(_: _Row) -> str:
    return ""


COLUMNS: tuple[tuple[str, Callable[[_Row], str]], ...] = (
    ("Protocol", lambda row: row.protocol.title),
    ("Address", _address),
    ("Version", lambda row: row.protocol.version),
    ("Status", _status),
    ("Marking", lambda row: row.shared.markings[row.protocol.id]),
    ("Record under", lambda row: _RECORDS[row.found.regime]),
    ("Name and contact details of the controller [Article 30(1)(a); section 61(2)(a)]", _controller),
    ("Name and contact details of the joint controller [Article 30(1)(a); section 61(2)(b)]", _joint_controllers),
    ("Name and contact details of the data protection officer [Article 30(1)(a); section 61(2)(c)]", _officer),
    ("Purposes of the processing [Article 30(1)(b); section 61(2)(d)]", _purposes),
    ("Categories of data subjects [Article 30(1)(c); section 61(2)(f)(i)]", _data_subjects),
    ("Categories of personal data: given [Article 30(1)(c); section 61(2)(f)(ii)]", lambda row: _items(row, row.found.gives)),
    (
        "Categories of personal data: received [Article 30(1)(c); section 61(2)(f)(ii)]",
        lambda row: _items(row, row.found.receives),
    ),
    ("Categories of recipients [Article 30(1)(d); section 61(2)(e)]", _recipients),
    (f"Transfers to a third country or an international organisation [Article 30(1)(e); section 61(2)(h)]{TO_FILL}", _nothing),
    ("Envisaged time limits for erasure [Article 30(1)(f); section 61(2)(j)]", _time_limits),
    ("Security measures: how it travels [Article 30(1)(g); section 61(2)(k)]", _measures),
    (f"Security measures: where it is held [Article 30(1)(g); section 61(2)(k)]{TO_FILL}", _nothing),
    (f"Use of profiling [section 61(2)(g)]{TO_FILL}", _nothing),
    ("Legal basis: the power or duty to disclose [section 61(2)(i)]", _gateways),
    ("Legal basis: how the processing is lawful [section 61(2)(i); Schedule 1, paragraph 41(b)]", _lawful_basis),
    ("Condition relied on [Schedule 1, paragraph 41(a)]", _conditions),
    ("Why these apply, as the protocol says", _because),
    (f"Retained and erased as the policy document says, or why not [Schedule 1, paragraph 41(c)]{TO_FILL}", _nothing),
)  # fmt: skip
"""The head of each column, and what stands under it. Article 30 is of the UK GDPR, the others of the Data Protection Act 2018."""
