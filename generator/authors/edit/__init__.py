"""Edits that keep every comment and every byte that they do not mean to touch.

An edit is worked out in memory as `Changes` and proved before it is written: all files or none.
"""
