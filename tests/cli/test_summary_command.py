"""``desktop-reader summary`` sums up an article of the library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_reader.__main__ import main
from tests.documents import Item, rss
from tests.servers import Site

STORY = (
    "<p>The council of the small harbour town decided on Monday to plant four hundred trees along the old railway.</p>"
    "<p>Work begins in the first week of March, the mayor told the people who had come to the hall. "
    "A shopkeeper fears that customers will find no place for their cars.</p>"
)


def test_the_summary_and_what_it_quotes(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    library = ("--library", str(tmp_path / "library.db"))
    site.serve("/feed.xml", rss([Item(1, "Trees for the harbour", STORY), Item(2, "A bare title", "<p>Soon.</p>")]))
    main(["add", site.url("/feed.xml"), *library])
    capsys.readouterr()
    main(["articles", "--json", *library])
    ids = {one["title"]: one["id"] for one in json.loads(capsys.readouterr().out)}

    assert main(["summary", ids["Trees for the harbour"][:8], "--json", *library]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"id", "summary", "quoted"}
    assert found["id"] == ids["Trees for the harbour"]
    assert 60 < len(found["summary"]) <= 300
    assert found["quoted"]
    main(["show", found["id"], "--json", *library])
    shown = json.loads(capsys.readouterr().out)
    assert shown["summary"] == found["summary"]
    assert all(quoted in shown["text"] for quoted in found["quoted"])

    assert main(["summary", found["id"], *library]) == 0
    assert capsys.readouterr().out == found["summary"] + "\n"
    assert main(["summary", ids["A bare title"], *library]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There is too little to sum up.\n")
    assert main(["summary", "no such id", *library]) == 1
