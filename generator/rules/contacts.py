"""Rules about contacts: each can be reached, answers for a party, and is fictional while the site is illustrative."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Library, Parsed
from generator.rules.context import Context, rule
from generator.rules.parties import not_a_party
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.nodes import scalars
from generator.sources.source import Span
from generator.words.nearest import nearest

_DRAMA_NUMBER = re.compile(r"01632 ?960 ?\d{3}")


_NUMBER = re.compile(r"(?<![\w/.-])(?:\+44[ -]?|0(?=\d{2})|\(0(?=\d{2,}\)))(?:[ ()-]{0,2}\d){7,11}(?![\w/-])")


_DATE = re.compile(r"\d\d-\d\d-\d{4}")


_MAILBOX = re.compile(r"[\w.+-]+(@[\w-]+(?:\.[\w-]+)+)?")
"""A mailbox, or other words that could begin one, which are so passed over once."""


@fault("incomplete-contact")
def incomplete_contact(span: Span, contact: str, missing: str) -> Diagnostic:
    """A contact names neither a post of its agency nor all that somebody needs to reach it.

    Give `post: agency/post`, or else `title`, `phone`, `email` and `hours`.
    """
    return Diagnostic(
        f"the contact `{contact}` has no `{missing}`",
        span,
        help="give `post`, or all of `title`, `phone`, `email`, `hours`",
    )


@rule
def check_contacts_are_whole(context: Context) -> Iterator[Diagnostic]:
    """A contact can be reached: it names a post, or gives title, telephone, mailbox and hours."""
    for document in context.library.protocols.values():
        for index, contact in enumerate(document.model.contacts):
            missing = [field for field in ("title", "phone", "email", "hours") if getattr(contact, field) is None]
            if contact.post is None and missing:
                yield incomplete_contact(document.span("contacts", index, "id"), contact.id, missing[0])


@fault("post-of-another")
def post_of_another(span: Span, post: str, agency: str) -> Diagnostic:
    """A contact is said to be of one agency, and its post is in another's file."""
    return Diagnostic(
        f"`{post}` is no post of `{agency}`, nor of a member of it",
        span,
        help="correct `agency` or `post`",
    )


@rule
def check_contacts_answer_for_a_party(context: Context) -> Iterator[Diagnostic]:
    """The fast track's contacts belong to parties, to their members or to their group; a contact's post is of its agency."""
    library = context.library
    for document in library.protocols.values():
        parties = {each for party in document.model.parties for each in _circle(library, party.agency)}
        named = [
            (("fast_track", field), getattr(document.model.fast_track, field))
            for field in ("contact_in_hours", "contact_out_of_hours")
        ]
        for path, post in named:
            agency = post.partition("/")[0]
            if agency in library.agencies and agency not in parties:
                at = document.key_span("parties")
                yield not_a_party(document.span(*path), agency, at, nearest(agency, parties))
        for index, contact in enumerate(document.model.contacts):
            agency = (contact.post or contact.agency).partition("/")[0]
            if agency in library.agencies and agency not in _circle(library, contact.agency):
                yield post_of_another(document.span("contacts", index, "post"), contact.post or "", contact.agency)


def _circle(library: Library, agency: str) -> tuple[str, ...]:
    """Return an agency, its members, and the groups that it belongs to."""
    document = library.agencies.get(agency)
    return (*(document.model.members if document else ()), *library.groups_of(agency))


@fault("real-contact")
def real_contact(span: Span, value: str, expected: str) -> Diagnostic:
    """A telephone number or mailbox could be real, while the site is marked illustrative.

    Until the agencies have agreed the text, every contact is fictional, so that nobody rings a stranger in an emergency.
    Numbers come from the range that Ofcom keeps for drama, mailboxes from `.example`.
    """
    return Diagnostic(f"`{value}` could be a real contact", span, help=expected)


@rule
def check_contacts_are_fictional(context: Context) -> Iterator[Diagnostic]:
    """While the site is illustrative, every number is from the drama range and every mailbox ends in `.example`."""
    site = context.library.site
    if site is None or not site.model.illustrative:
        return
    for document in context.library.parsed:
        yield from _real_contacts(document)


@lru_cache(maxsize=MOST_KEPT)
def _real_contacts(document: Parsed) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for path, scalar in scalars(document.node):
        for number in _NUMBER.findall(scalar.text) if "0" in scalar.text or "+" in scalar.text else ():
            if not _DRAMA_NUMBER.fullmatch(number) and not _DATE.fullmatch(number):
                at = document.find(number, *path)
                found.append(real_contact(at, number, "use a number from 01632 960000 to 01632 960999"))
        for mailbox in _mailboxes(scalar.text) if "@" in scalar.text else ():
            if not mailbox.endswith(".example"):
                at = document.find(mailbox, *path)
                found.append(real_contact(at, mailbox, "use a mailbox that ends in `.example`"))
    return tuple(found)


def _mailboxes(text: str) -> Iterator[str]:
    return (match[0] for match in _MAILBOX.finditer(text) if match[1])
