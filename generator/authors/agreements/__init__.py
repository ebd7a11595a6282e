"""An agreement kept in Word read as a draft of a protocol, with an account of every paragraph and cell of it.

`container` opens the file, `reading` makes pieces of it, `headings` and `tables` say what they are about, `matching` finds
agencies and law in the registers, `private` what no source may hold, `sorting` decides what becomes of each piece, `draft` writes
the source, and `report` tells a person.
"""
