"""Page views to composed Markdown. The only package that imports Jinja."""
