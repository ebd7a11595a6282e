"""`python -m generator` is the same program as `protocols`."""

from generator.cli import main

main()
