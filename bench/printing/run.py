"""Sets the same composed text through WeasyPrint and through ours, in one run on one core, and prints the ratios.

    python -m venv build/bench
    build/bench/bin/pip install -r requirements/site.txt -r bench/requirements.txt
    PYTHONPATH=. build/bench/bin/python bench/printing/run.py [--copies 8] [PROTOCOL]

The texts are what is printed when a protocol changes: its full text, then the copies of its agencies. Both begin with the
composed Markdown of each and end with the bytes of a PDF/UA-1 file with running heads, page numbers, contents and
cross-references with page numbers; the size of ours is then brought down, which is timed apart. Both begin in a process that has set nothing, with their fonts
loaded. The first document alone says what a single one costs; what comes after it, what Typst gains from words it has set before.
"""

import argparse
import gc
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

os.environ["RAYON_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import markdown  # noqa: E402  After the core is chosen.
import pikepdf  # noqa: E402
import weasyprint  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from generator.pages.protocol import protocol_page  # noqa: E402
from generator.printing.compose import Composer  # noqa: E402
from generator.printing.compress import compressed  # noqa: E402
from generator.printing.typeset import FONT_FILES, Typesetter, as_json, install_fonts  # noqa: E402
from generator.rendering.renderer import Renderer  # noqa: E402
from generator.rules.load import load  # noqa: E402
from generator.site.build import Site  # noqa: E402


def main() -> None:
    """Print the figures of one run."""
    arguments = _arguments()
    county = load(ROOT, date.fromisoformat(arguments.as_of)).county
    site = Site((), county)
    renderer = Renderer(ROOT / "templates", county)
    gc.freeze()  # As printing does: the sources stay. It helps both.
    document = county.protocols[arguments.protocol]
    with tempfile.TemporaryDirectory() as folder:
        fonts = install_fonts(Path(folder, "fonts"))
        typesetter = Typesetter(ROOT / "templates" / "print", fonts, Path(folder))
        composer = Composer(site, renderer)
        configuration = FontConfiguration()
        css = weasyprint.CSS(string=_style(fonts), font_config=configuration)
        agencies = ("", *(party.agency for party in document.parties[: arguments.copies]))
        pages = [renderer.render(protocol_page(county, document, agency or None)) for agency in agencies]

        def ours(number: int) -> bytes:
            text = as_json(composer.protocol(document, agencies[number]))
            return typesetter.typeset("bench", "booklet.typ", text)

        def ours_compressed(number: int) -> bytes:
            return compressed(made[number]).content

        def theirs(number: int) -> bytes:
            html = markdown.markdown(pages[number], extensions=["attr_list", "md_in_html", "tables"])
            text = f"<html lang=en-GB><title>{document.title}</title><body>{_contents(html)}{html}"
            made = weasyprint.HTML(string=text, base_url="https://example.org/").write_pdf(
                stylesheets=[css], font_config=configuration, pdf_variant="pdf/ua-1"
            )
            return bytes(made or b"")

        made: list[bytes] = []
        set_by_us = _timed(ours, len(agencies), made)
        packed = _timed(ours_compressed, len(agencies), [])
        _report(set_by_us, packed, _timed(theirs, len(agencies), []))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("protocol", nargs="?", default="domestic-abuse-marac")
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--as-of", default="2026-11-22")
    return parser.parse_args()


def _timed(make: Callable[[int], bytes], count: int, kept: list[bytes]) -> list[tuple[float, int]]:
    """Return for each document the seconds that it took, and its pages; keep the documents."""
    found = []
    for number in range(count):
        start = time.perf_counter()
        made = make(number)
        seconds = time.perf_counter() - start
        found.append((seconds, len(pikepdf.open(BytesIO(made)).pages)))
        kept.append(made)
    return found


def _report(ours: list[tuple[float, int]], packed: list[tuple[float, int]], theirs: list[tuple[float, int]]) -> None:
    print(f"one core, {len(ours)} documents, Python {sys.version.split()[0]}, WeasyPrint {weasyprint.__version__}")
    both = [(one[0] + other[0], one[1]) for one, other in zip(ours, packed, strict=True)]
    rows = (("ours, PDF/UA-1 and PDF/A-2a", ours), ("ours, compressed too", both), ("WeasyPrint, PDF/UA-1", theirs))
    for name, found in rows:
        seconds, pages = sum(each[0] for each in found), sum(each[1] for each in found)
        whole, first = sum(each[0] for each in theirs) / seconds, theirs[0][0] / found[0][0]
        print(
            f"{name:<30}{seconds * 1000:8.0f} ms {pages:4} pages {pages / seconds:7.1f} pages a second,"
            f" {whole:5.1f} times as fast as WeasyPrint; the first document alone {first:.1f} times"
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
