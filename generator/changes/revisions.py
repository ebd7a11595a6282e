"""Earlier versions of the project, out of git, as folders that can be built. Runs git; changes nothing in the repository."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

from generator.errors import GeneratorError

_HOLDS = ("protocols", "templates")
_CORE = "protocols/core"
_LINK, _SUBMODULE = "120000", "160000"
"""The modes under which git keeps a link, and a commit of another repository."""


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
    """Write the sources and templates of a revision under `folder`, and return it. Raises `GeneratorError`.

    What lies in a submodule is taken from the submodule's own objects, at the commit that the revision records.
    """
    held = _git(root, "ls-tree", "--name-only", "-z", revision, *_HOLDS).decode().split("\0")[:-1]
    if not held:
        raise GeneratorError(f"the revision `{revision}` holds no sources")
    _extract(root, revision, (*held, *_behind_link(root, revision)), folder)
    return folder


@dataclass(frozen=True)
class _Held:
    """One thing that a revision holds."""

    mode: str
    name: str
    """What its content goes by: for a submodule, the commit of its own repository."""
    path: str


def _tree(repository: Path, revision: str, paths: tuple[str, ...]) -> Iterator[_Held]:
    for line in _git(repository, "ls-tree", "-r", "-z", revision, *paths).decode().split("\0")[:-1]:
        facts, _, path = line.partition("\t")
        mode, _, name = facts.split(" ")
        yield _Held(mode, name, path)


def _behind_link(root: Path, revision: str) -> Iterator[str]:
    """Yield the folder in which the core lies, where its own place is a link to another one in the project."""
    for held in _tree(root, revision, (_CORE,)):
        if held.mode == _LINK:
            target = normpath(join(dirname(held.path), _git(root, "cat-file", "blob", held.name).decode()))
            if target.startswith(("..", "/")):
                raise GeneratorError(f"in the revision `{revision}`, {_CORE} is a link that leads out of the project")
            yield target.split("/")[0]


def _extract(repository: Path, revision: str, paths: tuple[str, ...], folder: Path) -> None:
    """Write what a revision holds under these paths, all of it where none is given, with the submodules among it."""
    archive = _git(repository, "archive", "--format=tar", revision, *paths)
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise GeneratorError(f"the revision `{revision}` cannot be unpacked: {error}") from None
    for held in _tree(repository, revision, paths):
        if held.mode == _SUBMODULE:
            _extract(_submodule(repository, held), held.name, (), folder / held.path)


def _submodule(repository: Path, held: _Held) -> Path:
    """Return the folder in which git finds the objects of a submodule. Raises `GeneratorError` where they are not here."""
    shared = Path(_git(repository, "rev-parse", "--path-format=absolute", "--git-common-dir").decode().strip())
    for place in (repository / held.path, shared / "modules" / held.path):
        if (place / ".git").exists() or (place / "objects").is_dir():
            try:
                _git(place, "cat-file", "-e", f"{held.name}^{{commit}}")
            except GeneratorError:
                continue
            return place
    raise GeneratorError(
        f"the submodule {held.path} is not here at the commit {held.name[:10]}; run `git submodule update --init`, "
        "or `git fetch` in it"
    )


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
