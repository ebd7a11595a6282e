"""Every fixed word of a template goes through the catalogue, so that a county in another language can translate it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"

NAMES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("pages", "components", "parts")
    for path in (TEMPLATES / folder).rglob("*.md.j2")
)

CATALOGUE = frozenset({"say", "say_many", "say_plain"})

_PRINTED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where a template prints something."""

_NO_WORDS = re.compile(
    r"<[^<>]*>"  # tags of HTML with their attributes
    r"|\{ #[^{}]*\}"  # the id and the attributes of a heading
    r"|(?<=\])\([^()]*\)"  # where a link of Markdown leads
    r"|[\w-]+(?:\.[\w-]+)+"  # the address of a site or a file
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FACT = re.compile(r"%\((\w+)\)s")
_SENTENCE = re.compile(r"[A-Z]\w|\w \w")
_SAID_IN_HTML = re.compile(r'\b(?:aria-label|title|alt|placeholder)="[^"]*[^\W\d_]{2}')


def without_expressions(source: str) -> str:
    """Return what a template holds besides Jinja, with a mark where it prints something."""
    tokens = Environment(autoescape=True).lex(source)
    return "".join(
        text if kind == "data" else _PRINTED for _, kind, text in tokens if kind in {"data", "variable_begin"}
    )


def words_outside(source: str) -> list[str]:
    """Return the words that stand in a template as they are."""
    markdown = without_expressions(source)
    return _SAID_IN_HTML.findall(markdown) + _WORD.findall(_NO_WORDS.sub(" ", markdown))


def literals_outside(source: str) -> list[str]:
    """Return the texts within expressions that are printed or read like a sentence, and are not given to the catalogue."""
    template = Environment(autoescape=True).parse(source)
    printed = [text for output in template.find_all(nodes.Output) for part in output.nodes for text in _printed(part)]
    found = [text for text in _literals(template) if _SENTENCE.search(text)]
    return found + [text for text in printed if _WORD.search(text) and text not in found]


def _printed(node: nodes.Node) -> Iterator[str]:
    """Yield the literals that an expression prints as they are."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from (text for way in (node.expr1, node.expr2) if way for text in _printed(way))
    elif isinstance(node, nodes.Concat):
        yield from (text for part in node.nodes for text in _printed(part))


def _literals(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Compare) or (isinstance(node, nodes.Call) and _is_catalogue(node.node)):
        facts = node.kwargs if isinstance(node, nodes.Call) else []
        for fact in facts:
            yield from _literals(fact)
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, nodes.Pair):
        yield from _literals(node.value)
        return
    for child in node.iter_child_nodes():
        yield from _literals(child)


def said(source: str) -> Iterator[nodes.Call]:
    """Yield every call of the catalogue in a template."""
    calls = Environment(autoescape=True).parse(source).find_all(nodes.Call)
    return (call for call in calls if _is_catalogue(call.node))


def texts_of(call: nodes.Call) -> list[str]:
    """Return the English of a call: one text, or the forms for one and for many."""
    assert isinstance(call.node, nodes.Name)
    return [text.as_const() for text in call.args[: 2 if call.node.name == "say_many" else 1]]


def _is_catalogue(called: nodes.Node) -> bool:
    return isinstance(called, nodes.Name) and called.name in CATALOGUE


def read(name: str) -> str:
    return Path(TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_left_outside_the_catalogue(name: str) -> None:
    assert words_outside(read(name)) == []
    assert literals_outside(read(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_text_stands_in_full_where_it_is_said_and_names_its_facts(name: str) -> None:
    for call in said(read(name)):
        if isinstance(call.args[0], nodes.Getattr) and call.args[0].attr == "title":
            continue  # A title of the outline, which is in the catalogue as all of them are.
        texts = texts_of(call)
        given = {fact.key: "" for fact in call.kwargs} | ({"num": ""} if len(texts) > 1 else {})
        named = {fact for text in texts for fact in _FACT.findall(text)}
        assert named == given.keys(), texts
        for text in texts:
            assert isinstance(text % given, str)


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('# {{ say("A title") }} { #a-title data-search-exclude }', []),
        ('<div class="lead {% if x %}wide{% endif %}" data-of="{{ x | attribute }}">', []),
        ('[{{ say("Here") }}](../here/{{ x }}.md) and', ["and"]),
        ("| Protocol | {{ x }} |", ["Protocol"]),
        ("{% for x in y %}\nB{{ x }}: word{% endfor %}", ["word"]),
        ('<div aria-label="Picture {{ x }}">', ['aria-label="Picture']),
    ],
)
def test_words_are_found_where_they_stand(template: str, found: list[str]) -> None:
    assert [text[: len(word)] for text, word in zip(words_outside(template), found, strict=True)] == found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{{ page_link(urls.CORE, say("Read on"), "anchor") }}{{ "; " }}', []),
        ('{{ page_link(urls.CORE, "Read on") }}', ["Read on"]),
        ('{{ say("See %(page)s", page=page_link(urls.CORE, "the core")) }}', ["the core"]),
        ('{{ say("Now") if x.value == "in force" else "Later" }}', ["Later"]),
        ('{{ ": in" if loop.first else "," }}{{ ("agency/" ~ x) | ref }}', [": in"]),
    ],
)
def test_texts_within_expressions_are_found(template: str, found: list[str]) -> None:
    assert literals_outside(template) == found
