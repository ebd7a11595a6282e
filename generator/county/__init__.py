"""Everything that the sources of one project say, decoded and linked, with every name and every citation."""
