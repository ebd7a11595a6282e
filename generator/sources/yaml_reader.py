"""Text to positioned nodes, with every fault found on the way.

Faults are gathered and reading goes on wherever the text still makes sense; after a syntax error nothing is returned.
"""

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from generator.sources.builder import Builder, TooDeep
from generator.sources.characters import conflicts, control_characters
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.nodes import Node
from generator.sources.source import Source, Span
from generator.sources.syntax import syntax_fault, yaml_syntax


@fault("empty-file")
def empty_file(span: Span) -> Diagnostic:
    """The file has nothing in it.

    Every source file describes one thing. `protocols new` writes a starting text for it.
    """
    return Diagnostic("this file is empty", span, help="write its content, or remove the file")


def read_yaml(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the tree of one source, or nothing where it is not YAML at all, with every fault found."""
    if not source.text.strip():
        return None, (empty_file(Span(source.path)),)
    unreadable = (*control_characters(source), *conflicts(source))
    if unreadable:
        return None, unreadable
    builder = Builder(source)
    stopped = _run(builder, source)
    if stopped is not None:
        before = (each for each in builder.found if each.span.line != stopped.span.line)  # The same slip, seen twice.
        return None, (*before, stopped)
    if builder.documents > 1:
        return None, tuple(builder.found)
    if builder.root is None:
        return None, (*builder.found, empty_file(Span(source.path)))
    return builder.root, tuple(builder.found)


def _run(builder: Builder, source: Source) -> Diagnostic | None:
    """Feed every event to the builder; return the fault at which reading had to stop, if there was one."""
    try:
        for event in YAML(typ="safe").parse(source.text):
            builder.take(event)
    except TooDeep as error:
        return error.fault
    except MarkedYAMLError as error:
        return syntax_fault(source, error)
    except (YAMLError, RecursionError, MemoryError) as error:
        return yaml_syntax(Span(source.path), str(error).splitlines()[0], None)
    return None
