"""The content security policy under which a built site works: its own files alone, and of inline scripts the theme's, by their hashes.

Verification has the same rule: no page holds a script or a style of its own. A web server sends the policy with every page.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from generator.site.page_code import executed_scripts

POLICY = "data/content-security-policy.txt"
"""Where the policy is published, from the site's root: the value of the header, on one line."""


def security_policy(folder: Path) -> str:
    """Return the policy of the site in `folder`; the theme writes into its scripts how far a page is from the root."""
    missing = LexborHTMLParser((folder / "404.html").read_bytes())
    depths = {len(path.relative_to(folder).parts) - 1 for path in folder.rglob("*.html")}
    pages = [executed_scripts(missing, "/".join([".."] * depth) or ".") for depth in sorted(depths)]
    scripts = {script.encode() for found in (executed_scripts(missing, "/"), *pages) for script in found}
    hashes = sorted(b64encode(sha256(script).digest()).decode() for script in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *(f"'sha256-{found}'" for found in hashes))),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
