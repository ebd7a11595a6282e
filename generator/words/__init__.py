"""The one dialect of prose, references in it, and what else words need whoever wrote them: plain words, days, nearest names."""
