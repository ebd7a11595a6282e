"""Rules about telephone numbers in prose: each is the number of a post, and of the post that is named beside it.

That numbers are fictional is left to `contacts`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Library, Parsed
from generator.rules.context import Context, rule, tiered
from generator.rules.whole import prose
from generator.sources.diagnostic import Diagnostic, fault, one_of
from generator.sources.source import Span

_NUMBER = re.compile(r"(?<![\w/.-])0\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?![\w/-])")
"""A telephone number as texts write it."""

_LEAD_IN = re.compile(r"(?:,? (?:on|at|by|via|is|\(tel)\b)?[\s,:(]*\Z")
"""What stands between a post and its number."""

_LEAST_WORDS = 2
"""A title of one word, such as "desk", names no post by itself."""

Directory = Mapping[str, frozenset[str]]
"""The titles, in small letters, of the posts that a number belongs to, by its figures; or the numbers, by title."""


@fault("number-of-nobody")
def number_of_nobody(span: Span, number: str) -> Diagnostic:
    """A text gives a telephone number that no post has.

    Somebody will ring it at night. Either a figure is mistyped, or the post's number changed and the text kept the old one. Give
    the number of a post in an agency's file, or of one of a protocol's own `contacts`.
    """
    return Diagnostic(
        f"`{number}` is the number of no post of any agency, and of no protocol's contact",
        span,
        help="look the post up in `agencies/` and copy its number, or add the post there or to `contacts`",
    )


@fault("number-of-another")
def number_of_another(span: Span, number: str, post: str, owner: str, right: tuple[str, ...]) -> Diagnostic:
    """A text names one post and gives the number of another.

    Whoever follows the text rings the wrong desk. Give the number of the post that is named, or name the post whose number it is.
    """
    return Diagnostic(
        f"`{number}` is not the number of the {post}, but that of: {owner}",
        span,
        help=f"write {one_of(right)}, or name the post whose number this is",
    )


@rule
def check_numbers_are_of_posts(context: Context) -> Iterator[Diagnostic]:
    """Every telephone number in a text belongs to a post, and where a post is named before it, to that one."""
    posts = _posts(context.library)
    by_title = _by_title(posts)
    for document in (*tiered(context), *context.library.agencies.values()):
        yield from _numbers_in(document, posts, by_title)


def _numbers_in(document: Parsed, posts: Directory, by_title: Directory) -> Iterator[Diagnostic]:
    words = prose(document)
    for value, match in _written_in(document):
        number = _figures(match[0])
        titles = posts.get(number)
        span = document.find(match[0], *value.path)
        if not titles:
            yield number_of_nobody(span, match[0])
            continue
        named = _named_before(words.text[max(0, match.start() - 90) : match.start()], by_title)
        if named and number not in by_title[named] and not _is_meant(named, titles):
            right = tuple(f"{each[:5]} {each[5:]}" for each in sorted(by_title[named])[:3])
            yield number_of_another(span, match[0], named, "; ".join(sorted(titles)), right)


@lru_cache(maxsize=MOST_KEPT)
def _written_in(document: Parsed) -> tuple[tuple[Value, re.Match[str]], ...]:
    return tuple(prose(document).finds(_NUMBER))


def _is_meant(named: str, titles: frozenset[str]) -> bool:
    """Return whether the words can stand for one of these titles: `duty manager` for `duty team manager`."""
    return any({*named.split()} <= {*re.findall(r"[\w’'-]+", title)} for title in titles)


def _named_before(before: str, by_title: Mapping[str, frozenset[str]]) -> str | None:
    """Return the longest title of a post that stands directly before a number."""
    lead_in = _LEAD_IN.search(before)
    words = before[: lead_in.start() if lead_in else len(before)].lower().split()
    ends = (" ".join(words[-count:]) for count in range(min(8, len(words)), _LEAST_WORDS - 1, -1))
    return next((end for end in ends if end in by_title), None)


def _posts(library: Library) -> Directory:
    """Return the titles of every agency's posts and of every protocol's own contacts, by their numbers."""
    found: dict[str, set[str]] = {}
    for agency in library.agencies.values():
        for post in agency.model.posts:
            found.setdefault(_figures(post.phone), set()).add(_small(post.title))
    for protocol in library.protocols.values():
        for contact in protocol.model.contacts:
            if contact.phone and contact.title:
                found.setdefault(_figures(contact.phone), set()).add(_small(contact.title))
    return {number: frozenset(titles) for number, titles in found.items()}


def _by_title(posts: Directory) -> Directory:
    """Return the numbers that go with each title, whole or up to its first comma or bracket."""
    found: dict[str, set[str]] = {}
    for number, titles in posts.items():
        for title in titles:
            for name in {title, re.split(r"[,(]", title)[0].strip()}:
                if len(name.split()) >= _LEAST_WORDS:
                    found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=MOST_KEPT)
def _figures(number: str) -> str:
    return re.sub(r"\D", "", number)


def _small(title: str) -> str:
    return " ".join(title.lower().split())
