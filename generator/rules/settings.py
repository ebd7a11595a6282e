"""The rules about the site's settings: addresses are ones after which those of pages and files can be put."""

import re
from collections.abc import Iterator

from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span

_CONTACT = re.compile(r"https://[\w.-]+(?::\d+)?(?:/[!-~]*)?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
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
    """A repository's address is a web address without a `/` at its end, so that the places of files can be put after it."""
    site = context.library.site
    if site is None:
        return
    for name in ("repository", "core_repository"):
        written = getattr(site.model, name)
        if written and (written.endswith("/") or not _ADDRESS.fullmatch(f"{written}/")):
            yield wrong_repository(site.span(name), written)


@fault("wrong-security-contact")
def wrong_security_contact(span: Span, contact: str) -> Diagnostic:
    """The contact for weaknesses of the site is neither a mailbox nor a web address that begins `https://`.

    Programs read it from `/.well-known/security.txt`, as RFC 9116 says.
    """
    return Diagnostic(
        f"`{contact}` is no contact for `security.txt`",
        span,
        help="write a mailbox, `security@sharing.example`, or an address, `https://sharing.example/report/`",
    )


@rule
def check_security_contact_can_be_reached(context: Context) -> Iterator[Diagnostic]:
    """The contact for weaknesses of the site is a mailbox or a web address, so that `security.txt` can name it."""
    site = context.library.site
    contact = site.model.security_contact if site else None
    if site and contact and not _CONTACT.fullmatch(contact):
        yield wrong_security_contact(site.span("security_contact"), contact)
