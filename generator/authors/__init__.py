"""What helps those who write the sources: schemas, guides made from the code, owners, and edits that touch only what they mean to."""
