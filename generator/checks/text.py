"""Rules about the text of sources: it holds words and simple Markdown, never anything that could run or load."""

from collections.abc import Iterator

from generator.checks.context import Context
from generator.diagnostics import linking
from generator.diagnostics.base import Diagnostic
from generator.prose import ProseProblem, problems_in
from generator.source import Span


def check_text(context: Context) -> Iterator[Diagnostic]:
    """Text holds paragraphs, lists, tables, emphasis and safe links; no HTML, no images, no headings."""
    for document in context.library.parsed:
        for value in document.values:
            if value.shape.markup is None:
                continue
            name = next(str(step) for step in reversed(value.path) if isinstance(step, str))
            for problem in problems_in(value.scalar.text, value.shape.markup.form):
                yield _word(problem, document.find(problem.written, *value.path), name)


def _word(problem: ProseProblem, span: Span, name: str) -> Diagnostic:
    match problem.kind:
        case "raw-html":
            return linking.raw_html(span, problem.written)
        case "unsafe-link":
            return linking.unsafe_link(span, problem.written)
        case "image":
            return linking.image_in_text(span, problem.written)
        case "unsupported":
            return linking.unsupported_markdown(span, problem.what)
        case "several-blocks":
            return linking.several_paragraphs(span, name)
