"""Rules about the site's settings: its address, and those of its repositories, are such that others can be put after them."""

import re
from collections.abc import Iterator

from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span

_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?/(?:[\w./-]*/)?")


@fault("wrong-address")
def wrong_address(span: Span, address: str) -> Diagnostic:
    """The site's address is not a web address that ends in `/`."""
    return Diagnostic(f"`{address}` is no address of a site", span, help="write it as `https://sharing.example/`")


@rule
def check_addresses_are_whole(context: Context) -> Iterator[Diagnostic]:
    """The site's address is a web address that ends in `/`, so that addresses of pages can be put after it."""
    site = context.library.site
    if site and not _ADDRESS.fullmatch(site.model.address):
        yield wrong_address(site.span("address"), site.model.address)


@fault("wrong-repository")
def wrong_repository(span: Span, address: str) -> Diagnostic:
    """The address of a repository is not a web address, or ends in `/`.

    The pencil of each page puts the place of its file after it.
    """
    return Diagnostic(
        f"`{address}` is no address of a repository", span, help="write it as `https://code.example/sharing`"
    )


@rule
def check_repositories_are_whole(context: Context) -> Iterator[Diagnostic]:
    """The address of a repository is a web address without `/` at its end."""
    site = context.library.site
    for name in ("repository", "core_repository"):
        written = getattr(site.model, name) if site else None
        if site and written and (written.endswith("/") or not _ADDRESS.fullmatch(f"{written}/")):
            yield wrong_repository(site.span(name), written)
