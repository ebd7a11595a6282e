"""The wording of faults, by family."""
