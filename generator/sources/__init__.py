"""Files, places in them, faults as data, and YAML read to positioned nodes. Knows nothing of what the words mean."""
