"""The typed model of every source. Frozen, with no reading, checking or rendering: only what the sources say."""
