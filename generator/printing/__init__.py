"""Printed copies: every protocol, agency copy, pack, card and form as PDF, from the composed Markdown.

Stages, each a module: `tree` reads Markdown, `chapters` and `compose` make the data of each document, `documents` says which
there are, `typeset` sets one with Typst, `press` prints them all, `verify` compares what was printed with the pages.
"""

from generator.printing.documents import Selection
from generator.printing.faults import PrintingFault
from generator.printing.press import Printed, Summary, print_all

__all__ = ["Printed", "PrintingFault", "Selection", "Summary", "print_all"]
