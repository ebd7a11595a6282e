"""What a fault means and how to mend it, as text and as its page in the authors' guide.

The words come from the fault's own constructor and the example from its test, so that page, test and message agree.
"""

from generator.rules import FAULTS
from generator.sources.diagnostic import Fault


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
    rows = [
        f"| [{fault.code}]({fault.code}.md) | {fault.severity.value} | {fault.explanation.splitlines()[0]} |"
        for fault in sorted(FAULTS.values(), key=lambda fault: fault.code)
    ]
    head = [
        "---",
        "title: Every fault",
        "---",
        "",
        "# Every fault",
        "",
        "What `protocols check` can say, and what to do.",
    ]
    table = ["", "| Fault | Severity | What it means |", "| --- | --- | --- |"]
    return "\n".join((*head, *table, *rows, ""))
