"""The composed text of a page: its outline, its tree, its passages and their fingerprint, how hard it is to read."""
