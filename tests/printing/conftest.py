"""The real sources, ready to be printed."""

from pathlib import Path

import pytest

from generator.printing.compose import Composer
from generator.printing.typeset import Typesetter, install_fonts
from generator.rendering.renderer import Renderer
from generator.site.agreements import load_agreed
from generator.site.build import Site
from tests.conftest import AS_OF

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site() -> Site:
    """The real sources, as they stand and are signed; their own faults, and the pages that are not printed, are for other tests."""
    return Site((), load_agreed(ROOT, AS_OF).county)


@pytest.fixture(scope="session")
def composer(site: Site) -> Composer:
    return Composer(site, Renderer(ROOT / "templates", site.county))


@pytest.fixture(scope="session")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    fonts = install_fonts(tmp_path_factory.mktemp("fonts"))
    return Typesetter(ROOT / "templates" / "print", fonts, tmp_path_factory.mktemp("setting"))
