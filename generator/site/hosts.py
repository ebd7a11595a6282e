"""What a web server is told to send with the site: one set of headers, in the words of each kind of host, written into the site itself.

All files are made from the one policy and the one set of headers below, so that none can say another thing. The rule about caches is
short: a browser asks each time whether a page is still the same, so that nobody reads a text that was replaced; what has its own digest
in its name never changes, and may be kept.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from generator.county.county import County
from generator.pages.files import SiteFile
from generator.site.policy import security_policy

ASK = "no-cache"
KEEP = "public, max-age=31536000, immutable"

NGINX = "data/nginx-headers.conf"
APACHE = ".htaccess"
NETLIFY = "_headers"
AZURE = "staticwebapp.config.json"
SECURITY = ".well-known/security.txt"

_DIGEST_IN_NAME = r"\.[0-9a-f]{8}\.min\.(?:css|js)$"
"""How the addresses end of those files of the theme that are called otherwise whenever they change."""

_EXPIRES_AFTER = timedelta(days=365)
"""RFC 9116 asks that a contact is not taken for good for more than a year."""


def host_files(county: County, folder: Path) -> tuple[SiteFile, ...]:
    """Return what the site in `folder`, all of whose pages are there, tells its host, and whom it names for its safety."""
    headers, base = headers_of(folder, county.site.address), urlsplit(county.site.address).path
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.min.*"))
    kept = [f"{base}{name}" for name in names if re.search(_DIGEST_IN_NAME, name)]
    texts = {
        APACHE: _apache(headers, base),
        AZURE: _azure(headers, kept),
        NETLIFY: _netlify(headers, kept),
        NGINX: _nginx(headers, base),
    }
    if county.site.security_contact:
        texts[SECURITY] = _security(county, county.as_of + _EXPIRES_AFTER)
    return tuple(SiteFile.holding(name, text.encode()) for name, text in texts.items())


def headers_of(folder: Path, address: str) -> Mapping[str, str]:
    """Return the headers that go with every file, without those about caches."""
    headers = {
        "Content-Security-Policy": security_policy(folder),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return {**headers, "Strict-Transport-Security": "max-age=31536000"} if address.startswith("https:") else headers


def _nginx(headers: Mapping[str, str], base: str) -> str:
    said = _lines(f'add_header {name} "{value}" always;' for name, value in headers.items())
    return (
        "# For nginx: include this file in the `server` or the `location` that serves the site, and reload after each build.\n"
        f'set $may_be_kept "{ASK}";\n'
        f'if ($uri ~ "{_DIGEST_IN_NAME}") {{ set $may_be_kept "{KEEP}"; }}\n'
        f"{said}"
        "add_header Cache-Control $may_be_kept always;\n"
        f"error_page 404 {base}404.html;\n"
    )


def _apache(headers: Mapping[str, str], base: str) -> str:
    said = _lines(f'  Header always set {name} "{value}"' for name, value in headers.items())
    return (
        "# For Apache, with mod_headers and `AllowOverride FileInfo`. Other servers take no notice of it.\n"
        "<IfModule mod_headers.c>\n"
        f"{said}"
        f'  Header set Cache-Control "{ASK}"\n'
        f'  <FilesMatch "{_DIGEST_IN_NAME}">\n    Header set Cache-Control "{KEEP}"\n  </FilesMatch>\n'
        "</IfModule>\n"
        f"ErrorDocument 404 {base}404.html\n"
    )


def _netlify(headers: Mapping[str, str], kept: Iterable[str]) -> str:
    """Return the file that Netlify, Cloudflare Pages and others read. They ask for every page anew unless told otherwise."""
    said = _lines(f"  {name}: {value}" for name, value in headers.items())
    return f"/*\n{said}" + _lines(f"{address}\n  Cache-Control: {KEEP}" for address in kept)


def _azure(headers: Mapping[str, str], kept: Iterable[str]) -> str:
    settings = {
        "globalHeaders": {**headers, "Cache-Control": ASK},
        "routes": [{"route": address, "headers": {"Cache-Control": KEEP}} for address in kept],
        "responseOverrides": {"404": {"rewrite": "/404.html"}},
        "mimeTypes": {".ics": "text/calendar"},
    }
    return json.dumps(settings, indent=2) + "\n"


def _security(county: County, expires: date) -> str:
    contact = county.site.security_contact or ""
    return _lines(
        (
            f"Contact: {contact if contact.startswith('https:') else f'mailto:{contact}'}",
            f"Expires: {expires.isoformat()}T00:00:00Z",
            f"Preferred-Languages: {county.site.language.value}",
            f"Canonical: {county.site.address}{SECURITY}",
        )
    )


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
