"""Earlier versions of the project, out of git, as folders that can be built. Runs git; changes nothing in the repository."""

import io
import subprocess
import tarfile
from pathlib import Path

from generator.errors import GeneratorError

_HOLDS = ("protocols", "templates")


class _Silent(GeneratorError):
    """Git failed without a word, as it does where what was asked for is not there."""


def merge_base(root: Path, base: str, head: str) -> str:
    """Return the commit at which `head` left `base`. Raises `GeneratorError` where either is unknown."""
    for revision in (base, head):
        try:
            _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except _Silent:
            raise GeneratorError(f"there is no revision `{revision}` here; give a branch, a tag or a commit") from None
    try:
        return _git(root, "merge-base", base, head).decode().strip()
    except _Silent:
        raise GeneratorError(f"`{base}` and `{head}` have no commit in common") from None


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
        said = error.stderr.decode(errors="replace").strip().splitlines()
        if not said:
            raise _Silent from None
        raise GeneratorError(f"git says: {said[-1].removeprefix('fatal: ')}") from None
    return done.stdout
