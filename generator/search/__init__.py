"""What search finds: the entries of a site, made from its composed trees, as one script that a page loads when somebody searches."""
