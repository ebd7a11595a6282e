"""The command that shows the site while somebody edits. An adapter, as `program` says."""

import gc
import signal
import sys
from datetime import date
from types import FrameType

import click

from generator.clock import today
from generator.commands.surroundings import Day, project_root
from generator.publishers.preview.live import Live
from generator.publishers.preview.server import PreviewServer


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="Where to listen; port 0 takes one that is free.")
@click.option("--as-of", type=Day(), help="The day to show, as 2026-01-31; always the present one if not given.")
def serve(address: str, as_of: date | None) -> None:
    """Show the site while you edit: a saved change is seen within a second or so, and what is wrong with it too."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise click.UsageError(f"`{address}` is no address; write it as 127.0.0.1:8000")
    gc.disable()  # Looking for unreachable objects takes a third of the time; the preview looks when nothing else is to be done.
    live = Live(project_root(), lambda: as_of or today(), click.echo)
    try:
        server = PreviewServer((host, int(port)), live)
    except OSError as error:
        raise click.UsageError(f"cannot listen at {address}: {error.strerror}") from None
    signal.signal(signal.SIGTERM, _end)
    click.echo(f"the site is at http://{host}:{server.server_port}/; stop with Control-C")
    try:
        live.look()
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        server.server_close()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


COMMANDS: dict[str, click.Command] = {"serve": serve}
"""Every command of this module."""
