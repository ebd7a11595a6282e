"""`python -m generator` is the same program as `protocols`."""

from generator.commands.program import main

main()
