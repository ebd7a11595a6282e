"""How faults are shown: as text for people and as data for programs. Knows nothing of how they were found."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.sources.diagnostic import Diagnostic, Severity
from generator.sources.source import Source, Span

_SHOWN = {"\t": " ", "\xa0": " "}
"""How an excerpt shows what cannot be printed; whatever else cannot is shown as lost, so that carets stay in their column."""

MOST_IN_FULL = 12
"""How many warnings or pieces of advice of one kind are all shown in full; of more, `SHOWN_OF_MANY` are."""

SHOWN_OF_MANY = 3

FORMATS = ("full", "concise", "json", "github", "gitlab", "azure", "sarif")


def show(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], form: str) -> str:
    """Return the faults in one of `FORMATS`, ending without a line end."""
    by_line = {"github": _as_annotation, "azure": _as_issue, "concise": _concise}
    if form in by_line:
        return "\n".join(by_line[form](found) for found in diagnostics)
    match form:
        case "json":
            return json.dumps([_as_data(found) for found in diagnostics], indent=2, ensure_ascii=False)
        case "gitlab":
            return json.dumps([_as_quality(found) for found in diagnostics], indent=2, ensure_ascii=False)
        case "sarif":
            return json.dumps(_as_sarif(diagnostics), indent=2, ensure_ascii=False)
        case _:
            return "\n\n".join(_folded(diagnostics, sources))


def summary(diagnostics: Sequence[Diagnostic], file_count: int) -> str:
    """Return the last line of a check: how many of each, in how many files."""
    if not diagnostics:
        return f"no faults in {file_count} files"
    counts = Counter(found.severity for found in diagnostics)
    plural = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.ADVICE: "pieces of advice"}
    single = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "piece of advice"}
    parts = [
        f"{counts[kind]} {single[kind] if counts[kind] == 1 else plural[kind]}" for kind in Severity if counts[kind]
    ]
    faulty = len({found.span.path for found in diagnostics})
    return f"{', '.join(parts)} in {faulty} of {file_count} files"


def place(span: Span) -> str:
    """Return `path:line:column`."""
    return f"{span.path}:{span.line}:{span.column}"


def _concise(found: Diagnostic) -> str:
    return f"{place(found.span)}: {found.severity.value}[{found.code}] {found.message}"


def _folded(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield each fault in full; of what is no error and found many times, only the first few, and how many more there are."""
    counts = Counter(found.code for found in diagnostics if found.severity is not Severity.ERROR)
    shown: Counter[str] = Counter()
    for found in diagnostics:
        if counts[found.code] <= MOST_IN_FULL or shown[found.code] < SHOWN_OF_MANY:
            yield _full(found, sources)
        elif shown[found.code] == SHOWN_OF_MANY:
            more = counts[found.code] - SHOWN_OF_MANY
            yield (
                f"{found.severity.value}[{found.code}]: {more} more of these\n"
                "help: `protocols check --format concise` lists every one"
            )
        shown[found.code] += 1


def _full(found: Diagnostic, sources: Mapping[str, Source]) -> str:
    """Return one fault with its place, the lines it is about and how to mend it."""
    width = max(len(str(span.line)) for span in (found.span, *(other.span for other in found.others)))
    lines = [f"{found.severity.value}[{found.code}]: {found.message}", f"{' ' * width}--> {place(found.span)}"]
    lines += _excerpt(found.span, found.label, sources, width, "^")
    for other in found.others:
        lines += [f"{' ' * width}::: {place(other.span)}", *_excerpt(other.span, other.text, sources, width, "-")]
    if found.help:
        lines.append(f"help: {found.help}")
    return "\n".join(lines)


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}


def coloured(text: str, paint: Callable[..., str]) -> str:
    """Return a full report for a terminal: severities, places, carets and help in colour, the words themselves plain.

    `paint` colours words, as `click.style` does.
    """
    patterns: tuple[tuple[str, dict[str, object]], ...] = (
        *((rf"^{kind.value}\[[\w-]+\]", {"fg": colour, "bold": True}) for kind, colour in _COLOURS.items()),
        (r"^ *(?:-->|:::) .*$", {"fg": "blue"}),
        (r"^ *\| +[\^-]+", {"fg": "red"}),
        (r"^help:", {"fg": "green", "bold": True}),
    )
    for pattern, style in patterns:
        text = re.sub(pattern, lambda match, style=style: paint(match[0], **style), text, flags=re.MULTILINE)  # type: ignore[misc]
    return text


def _excerpt(span: Span, label: str, sources: Mapping[str, Source], width: int, mark: str) -> list[str]:
    source = sources.get(span.path)
    if source is None or span.line > len(source.lines):
        return []
    line = "".join(each if each.isprintable() else _SHOWN.get(each, "\ufffd") for each in source.lines[span.line - 1])
    end = span.end_column if span.end_line == span.line else len(line) + 1
    start, length = _window(line, span.column)
    carets = mark * max(1, min(end - span.column, length - (span.column - 1 - start)))
    pad = " " * width
    return [
        f"{pad} |",
        f"{span.line:>{width}} | {line[start : start + length]}",
        f"{pad} | {' ' * (span.column - 1 - start)}{carets}{' ' + label if label else ''}",
    ]


def _window(line: str, column: int, width: int = 110) -> tuple[int, int]:
    """Return where to start and how much to show of a long line, so that the place is in view."""
    if len(line) <= width:
        return 0, len(line)
    start = max(0, min(column - 1 - width // 4, len(line) - width))
    return start, width


def _as_data(found: Diagnostic) -> dict[str, object]:
    return {
        "path": found.span.path,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "help": found.help,
    }


def _as_annotation(found: Diagnostic) -> str:
    """Return one GitHub Actions annotation (its workflow commands escape `%`, line ends and, in properties, `:` and `,`)."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}[found.severity]
    span = found.span
    where = f"file={_escaped(span.path)},line={span.line},col={span.column},endLine={span.end_line}"
    message = found.message + (f"\n{found.help}" if found.help else "")
    body = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} {where},title={_escaped(found.code)}::{body}"


def _escaped(value: str) -> str:
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        value = value.replace(character, code)
    return value


def _as_quality(found: Diagnostic) -> dict[str, object]:
    """Return one entry of a GitLab code quality report. Its fingerprint is another one for each fault."""
    severity = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}[found.severity]
    known_by = "\n".join((found.span.path, found.code, found.message, str(found.span.line)))
    return {
        "description": found.message + (f" ({found.help})" if found.help else ""),
        "check_name": found.code,
        "fingerprint": hashlib.sha256(known_by.encode()).hexdigest(),
        "severity": severity,
        "location": {"path": found.span.path, "lines": {"begin": found.span.line}},
    }


def _as_issue(found: Diagnostic) -> str:
    """Return one Azure Pipelines logging command (it escapes `%`, line ends and, in properties, `;` and `]`)."""
    level = "error" if found.severity is Severity.ERROR else "warning"
    span = found.span
    where = f"type={level};sourcepath={_in_command(span.path)};linenumber={span.line};columnnumber={span.column}"
    message = found.message + (f" ({found.help})" if found.help else "")
    return f"##vso[task.logissue {where};code={found.code};]{_in_command(message)}"


def _in_command(value: str) -> str:
    for character, code in (("%", "%AZP25"), ("\r", "%0D"), ("\n", "%0A"), (";", "%3B"), ("]", "%5D")):
        value = value.replace(character, code)
    return value


def _as_sarif(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    """Return the faults in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS)."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
    rules = [{"id": code} for code in sorted({found.code for found in diagnostics})]
    results = [
        {
            "ruleId": found.code,
            "level": levels[found.severity],
            "message": {"text": found.message + (f". {found.help}" if found.help else "")},
            "locations": [{"physicalLocation": _sarif_place(found.span)}],
        }
        for found in diagnostics
    ]
    driver = {"name": "protocols", "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _sarif_place(span: Span) -> dict[str, object]:
    return {
        "artifactLocation": {"uri": span.path},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
