"""The rule about the site's settings: its address is one after which those of pages can be put."""

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
