"""The one place that reads the clock. Only the adapters may ask it: commands, and the plugin that MkDocs starts by itself."""

from datetime import date, datetime


def today() -> date:
    """Return the day by this machine's clock."""
    return datetime.now().astimezone().date()
