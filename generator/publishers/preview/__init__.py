"""The live preview: pages made from the files as they are, when a browser asks for them, and reloaded when the files change."""
