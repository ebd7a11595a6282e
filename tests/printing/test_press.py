"""What many processes print at once is what one prints: the same faults, in the same order."""

from pathlib import Path

import pytest

from generator.printing.documents import Printable
from generator.printing.faults import PrintingFault
from generator.printing.press import Press

SLOW = "#let count = 0\n#for each in range(1000000) { count += 1 }\n"
QUICK = ""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("order", [("slow", "quick"), ("quick", "slow")])
def test_of_several_documents_that_fail_the_first_is_named_however_long_it_takes(
    tmp_path: Path, order: tuple[str, str], jobs: int
) -> None:
    templates = tmp_path / "project" / "templates" / "print"
    templates.mkdir(parents=True)
    for name, before in (("slow", SLOW), ("quick", QUICK)):
        (templates / f"{name}.typ").write_text(f'{before}#panic("this one fails")\n', encoding="utf-8")
    cache = tmp_path / "cache"
    cache.mkdir()
    press = Press(templates, tmp_path / "pdf", cache, jobs)
    printables = [Printable(name, f"{name}.typ", lambda: {"date": [2026, 10, 5], "parts": []}) for name in order]
    with pytest.raises(PrintingFault, match="this one fails") as stopped:
        press.print(printables, lambda _done: None)
    assert stopped.value.document == order[0]
