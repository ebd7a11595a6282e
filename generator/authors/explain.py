"""What a fault means and how to mend it, as text and as its page in the authors' guide.

The words come from the fault's own constructor and the example from its test, so that page, test and message agree.
"""

from collections.abc import Iterator

from generator.rules import FAULTS
from generator.sources.diagnostic import Fault, Severity


def explain(code: str) -> str | None:
    """Return what a fault means and how to mend it, or nothing where there is no such fault."""
    fault = FAULTS.get(code)
    return f"{fault.code} ({fault.severity.value})\n\n{fault.explanation}" if fault else None


def fault_page(fault: Fault, change: str, message: str) -> str:
    """Return the page of one fault: what it means, an example of it, and what an author then sees."""
    return "\n".join(
        (
            "---",
            f"title: {fault.code}",
            "hide: [navigation]",
            "search: {exclude: true}",
            "---",
            "",
            f"# {fault.code}",
            "",
            f"*Severity: {fault.severity.value}.* {fault.explanation}",
            "",
            "## Example { #example }",
            "",
            *(f"    {line}".rstrip() for line in change.splitlines()),
            "",
            "## What you see { #message }",
            "",
            *(f"    {line}".rstrip() for line in message.splitlines()),
            "",
        )
    )


def fault_index() -> str:
    """Return the page that lists every fault."""
    head = [
        "---",
        "title: Every fault",
        "---",
        "",
        "# Every fault",
        "",
        "What `protocols check` can say, and what to do.",
    ]
    lists = (line for severity in Severity for line in _faults_of(severity))
    return "\n".join((*head, *lists, ""))


def _faults_of(severity: Severity) -> Iterator[str]:
    """Yield a list of the faults of one severity that opens, or nothing where there are none."""
    found = sorted((fault for fault in FAULTS.values() if fault.severity is severity), key=lambda fault: fault.code)
    if found:
        yield from ("", f"## {severity.value.capitalize()} {{ #{severity.value} }}", "")
        yield from ('<details class="fold" markdown>', f"<summary>Faults: {len(found)}</summary>", "")
        yield from ("| Fault | What it means |", "| --- | --- |")
        yield from (f"| [{fault.code}]({fault.code}.md) | {fault.explanation.splitlines()[0]} |" for fault in found)
        yield from ("", "</details>")
