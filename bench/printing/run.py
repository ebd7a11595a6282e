"""Sets the same composed protocols through WeasyPrint and through ours, in one run on one core, and prints the ratio.

    python -m venv build/bench
    build/bench/bin/pip install -r requirements/site.txt -r bench/requirements.txt
    PYTHONPATH=. build/bench/bin/python bench/printing/run.py [--rounds 5] [PROTOCOL]

Both start from the composed Markdown and end with the bytes of a PDF/UA-1 file with running heads, page numbers, contents with
page numbers and cross-references. Ours is timed with an empty cache and another document set before each round, so that
nothing Typst remembers of the same words can help; WeasyPrint's first round is thrown away, as it loads fonts.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]

os.environ["RAYON_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import markdown  # noqa: E402  After the core is chosen.
import weasyprint  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from generator.build import Site  # noqa: E402
from generator.load import load  # noqa: E402
from generator.pages.base import Scene  # noqa: E402
from generator.pages.protocol import protocol_page  # noqa: E402
from generator.printing.compose import Composer  # noqa: E402
from generator.printing.tree import parse  # noqa: E402
from generator.printing.typeset import FONT_FILES, Typesetter, as_json, install_fonts  # noqa: E402
from generator.render import Renderer  # noqa: E402

PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


def main() -> None:
    """Print the figures of one run."""
    arguments = _arguments()
    library = load(ROOT, date.fromisoformat(arguments.as_of)).library
    site = Site((), library, date.fromisoformat(arguments.as_of))
    renderer = Renderer(ROOT / "templates", library)
    document = library.protocols[arguments.protocol]
    page = renderer.render(protocol_page(Scene(library, site.as_of), document))
    with tempfile.TemporaryDirectory() as folder:
        fonts = install_fonts(Path(folder))
        typesetter = Typesetter(ROOT / "templates" / "print", fonts)
        others = [agency for party in document.model.parties for agency in (party.agency,)]

        def ours(number: int) -> bytes:
            parse.cache_clear()
            composer = Composer(site, renderer)
            return typesetter.typeset(
                "bench", "booklet.typ", as_json(composer.protocol(document, others[number % len(others)]))
            )

        configuration = FontConfiguration()
        css = weasyprint.CSS(string=_style(fonts), font_config=configuration)

        def theirs(_number: int) -> bytes:
            html = markdown.markdown(page, extensions=["attr_list", "md_in_html", "tables"])
            text = f"<html lang=en-GB><title>{document.model.title}</title><body>{_contents(html)}{html}"
            made = weasyprint.HTML(string=text, base_url="https://example.org/").write_pdf(
                stylesheets=[css], font_config=configuration, pdf_variant="pdf/ua-1"
            )
            return bytes(made or b"")

        _report(arguments.rounds, _timed(ours, arguments.rounds), _timed(theirs, arguments.rounds))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("protocol", nargs="?", default="domestic-abuse-marac")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--as-of", default="2026-11-22")
    return parser.parse_args()


def _timed(make: Callable[[int], bytes], rounds: int) -> tuple[float, int]:
    """Return the median time of a round in seconds, and the pages of the last PDF. The first round is not counted."""
    times = []
    made = b""
    for number in range(rounds + 1):
        start = time.perf_counter()
        made = make(number)
        times.append(time.perf_counter() - start)
    return median(times[1:]), _pages(made)


def _pages(pdf: bytes) -> int:
    from io import BytesIO  # noqa: PLC0415

    import pikepdf  # noqa: PLC0415

    return len(pikepdf.open(BytesIO(pdf)).pages)


def _report(rounds: int, ours: tuple[float, int], theirs: tuple[float, int]) -> None:
    print(f"one core, median of {rounds} rounds, Python {sys.version.split()[0]}, WeasyPrint {weasyprint.__version__}")
    for name, (seconds, pages) in (("ours (Typst, PDF/UA-1 and PDF/A-2a)", ours), ("WeasyPrint, PDF/UA-1", theirs)):
        print(f"{name:<38}{seconds * 1000:8.0f} ms  {pages:4} pages  {pages / seconds:7.1f} pages a second")
    print(
        f"ratio for the document {theirs[0] / ours[0]:.1f}, for a page {theirs[0] / theirs[1] / (ours[0] / ours[1]):.1f}"
    )


def _contents(html: str) -> str:
    found = re.findall(r'<h[23] [^>]*id="([^"]+)"[^>]*>(.*?)</h[23]>', html)
    return "<nav>" + "".join(f'<p><a href="#{place}">{words}</a></p>' for place, words in found) + "</nav>"


def _style(fonts: Path) -> str:
    faces = zip(
        FONT_FILES, ("400 normal", "400 italic", "600 normal", "600 italic", "700 normal", "700 italic"), strict=True
    )
    face = "@font-face {{ font-family: Sans; src: url(file://{}); font-weight: {}; font-style: {} }}"
    return (
        "\n".join(face.format(fonts / name, *kind.split()) for name, kind in faces)
        + """
@page { size: A4; margin: 28mm 24mm 24mm 34mm;
  @top-left { content: "Protocol" } @top-right { content: "OFFICIAL" }
  @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
body { font: 11pt/1.35 Sans }
nav a::after { content: leader(".") target-counter(attr(href), page) }
a[href^="#"]::after { content: " page " target-counter(attr(href), page) }
table { border-collapse: collapse; font-size: 9.5pt; width: 100% }
td, th { border-top: .4pt solid #c9d1da; padding: 4pt; vertical-align: top; text-align: left }
tr { break-inside: avoid } h2, h3, h4 { break-after: avoid }
.part { break-before: page } .practice { background: #f0f5fb; border-left: 2pt solid #17497d; padding: 9pt }
.agency { background: #eff7f2; border-left: 2pt solid #1c5e3f; padding: 9pt }
.fast-track { border: 1.2pt solid #a3151b; background: #fdf1f0; padding: 9pt }
"""
    )


if __name__ == "__main__":
    main()
