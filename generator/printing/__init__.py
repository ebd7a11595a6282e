"""Printed copies: every protocol, agency copy, pack, card and form as PDF, from the composed trees.

Stages, each a module: `chapters` and `compose` choose what each document holds of the composed trees, `nodes` and `addresses` make
data of it, `documents` says which there are, `typeset` sets one with Typst, `press` prints them all, each `worker` some of them, `proof`
compares what was printed with the pages.
"""
