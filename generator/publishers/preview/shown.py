"""What a browser is shown beside the pages of the site: the script that reloads them, and faults, over the last good page."""

from html import escape

from generator.errors import SourceErrors
from generator.rules.formats import show, summary
from generator.sources.diagnostic import Severity

OWN = "/-preview-/"
"""How every address begins that is the preview's own and no page's."""

SCRIPT = f"{OWN}preview.js"
CHANGES = f"{OWN}changes"
"""Answers once there is something else to see than what was `seen`."""

_STYLE = (
    "position:fixed;inset:0 0 auto 0;max-height:70vh;overflow:auto;z-index:99;margin:0;padding:1rem 1.5rem;"
    "background:#fff;color:#1a1a1a;border-bottom:6px solid #b3261e;box-shadow:0 4px 16px #0006;font:16px/1.5 sans-serif"
)
_BARE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fault</title></head><body></body></html>'


def told(fault: Exception) -> str:
    """Return what a check or a build says of what is at fault: each error with its place, its lines and how to mend it."""
    if isinstance(fault, SourceErrors):
        errors = tuple(found for found in fault.diagnostics if found.severity is Severity.ERROR)
        return f"{show(errors, fault.sources, 'full')}\n\n{summary(errors, len(fault.sources))}"
    return str(fault) or type(fault).__name__


def with_script(page: bytes, seen: str, digest: str) -> bytes:
    """Return a page that follows changes: `seen` is the moment that it shows, and `digest` stands for what it holds."""
    script = f'<script src="{SCRIPT}" data-changes="{CHANGES}" data-seen="{seen}" data-digest="{digest}"></script>'
    return _at_end(page, script)


def with_fault(page: bytes | None, fault: str) -> bytes:
    """Return the last good page under what is at fault now, or that alone where there is no good page."""
    below = "Below is the last good page." if page else "This page was not made before."
    words = (
        f"<h2>The site cannot be made</h2><p>{below} This goes away when the fault is mended.</p>"
        f'<pre style="white-space:pre-wrap;font:14px/1.4 monospace">{escape(fault)}</pre>'
    )
    section = f'<section id="preview-fault" role="alert" style="{_STYLE}">{words}</section>'
    return _at_end(page or _BARE.encode(), section)


def _at_end(page: bytes, html: str) -> bytes:
    before, end, after = page.rpartition(b"</body>")
    return before + html.encode() + end + after if end else page + html.encode()
