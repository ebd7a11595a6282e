"""Printed copies: every protocol, agency copy, pack, card and form as PDF, from the composed trees.

Stages, each a module: `chapters` and `compose` choose what each document holds of the composed trees, `nodes` and `addresses` make
data of it, `documents` says which there are, `typeset` sets one with Typst, `press` prints them all, `proof` compares what was
printed with the pages.
"""

from generator.printing.documents import Selection
from generator.printing.faults import PrintingFault
from generator.printing.press import Printed, Summary, print_all

__all__ = ["Printed", "PrintingFault", "Selection", "Summary", "print_all"]
