"""Hands a finished site to those who publish it: MkDocs, or any other reader of plain Markdown."""
