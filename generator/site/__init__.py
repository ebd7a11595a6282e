"""The whole site in memory, its verification, and the swap that publishes it. Knows nothing of MkDocs."""
