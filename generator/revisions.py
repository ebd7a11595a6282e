"""Earlier versions of the project, out of git, as folders that can be built. Runs git; changes nothing in the repository."""

import io
import subprocess
import tarfile
from pathlib import Path

from generator.errors import GeneratorError

_HOLDS = ("protocols", "templates")


def merge_base(root: Path, base: str, head: str) -> str:
    """Return the commit at which `head` left `base`. Raises `GeneratorError` where either is unknown."""
    return _git(root, "merge-base", base, head).decode().strip()


def unpack(root: Path, revision: str, folder: Path) -> Path:
    """Write the sources and templates of a revision under `folder`, and return it. Raises `GeneratorError`."""
    held = _git(root, "ls-tree", "--name-only", revision, *_HOLDS).decode().split()
    archive = _git(root, "archive", "--format=tar", revision, *held) if held else b""
    if not archive:
        raise GeneratorError(f"the revision `{revision}` holds no sources")
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise GeneratorError(f"the revision `{revision}` cannot be unpacked: {error}") from None
    return folder


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  The arguments are a list, and no shell reads them.
            ["git", "-C", str(root), *arguments],  # noqa: S607  The user's own git.
            capture_output=True,
            check=True,
        )
    except FileNotFoundError:
        raise GeneratorError("git is not installed, and comparing versions needs it") from None
    except subprocess.CalledProcessError as error:
        raise GeneratorError(error.stderr.decode(errors="replace").strip().splitlines()[-1]) from None
    return done.stdout
