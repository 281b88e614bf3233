"""The article on a web page: found among what stands around it, and nothing where there is none."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content.fulltext import full_text
from tests.web_pages import LINES, web_page


def test_the_article_is_taken_and_what_stands_around_it_is_not() -> None:
    found = full_text(web_page(), "https://example.org/notes/1")
    assert all(line in found for line in LINES)
    assert "All rights reserved" not in found
    assert "Subscribe to our letter" not in found
    assert "alert" not in found


def test_addresses_on_the_page_are_completed_with_its_own() -> None:
    found = full_text(web_page(), "https://example.org/notes/1")
    assert 'src="https://example.org/boats.jpg"' in found
    assert 'href="https://example.org/notes/tides"' in found


def test_a_page_without_an_article_gives_nothing() -> None:
    login = "<html><body><form><p>Please sign in to read on.</p><input name=user></form></body></html>"
    assert full_text(login, "https://example.org/") == ""
    assert full_text("", "https://example.org/") == ""


def test_code_keeps_its_lines_and_stands_in_one_box() -> None:
    found = full_text(web_page("<pre><code>one = 1\n  two = 2</code></pre>"), "https://example.org/")
    assert "one = 1\n  two = 2" in found
    assert found.count("<pre>") == 1


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/&;\x00\ud800ap\"'= \n!-")), st.integers(0, 2000))
def test_a_broken_page_is_no_error(junk: str, at: int) -> None:
    page = web_page()
    assert isinstance(full_text(page[:at] + junk + page[at:], "https://example.org/"), str)
