"""What is shown of an article: nothing twice, no buttons, no stubs, and all of the article."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content.clean import clean
from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize
from desktop_reader.feeds.parse import parse
from tests.shared import SHARED, needs_shared

LEAD = "The council of the small harbour town has decided to plant four hundred trees."
SECOND = "Work begins in the first week of March, the mayor told the people who had come."
THIRD = "Everybody who wants to help may bring a spade and a pair of gloves along."
TEXT = f"<p>{LEAD}</p><p>{SECOND}</p>"


def cleaned(html: str, title: str = "") -> str:
    """What is shown of HTML that a feed sent, which must be so in one go."""
    shown = clean(sanitize(html).html, title)
    assert clean(shown, title) == shown
    assert sanitize(shown).html == shown
    return shown


def untouched(html: str, title: str = "") -> bool:
    return cleaned(html, title) == sanitize(html).html


# Paragraphs that are there twice.


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LEAD}</p><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<p><strong>{LEAD}</strong></p><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<div><div>{LEAD}</div><div>{SECOND}</div></div><div><p>{THIRD}</p><p>{LEAD}</p></div>",
        f"{LEAD}<br><br>{SECOND}<br><br>{LEAD}<br><br>{THIRD}",
        f"<p>{LEAD}</p><p>{LEAD.replace(' ', '&nbsp; ')}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<p>{LEAD}</p><p>{SECOND}</p><p>“{LEAD}”</p><p>{THIRD}</p>",
        f"<p>{LEAD}</p><p>{LEAD.replace('small', '<em>small</em>')}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<section>{TEXT}<p>{THIRD}</p></section><section>{TEXT}<p>{THIRD}</p></section>",
    ],
)
def test_a_paragraph_given_twice_is_shown_once(html: str) -> None:
    assert plain(cleaned(html)).split("\n") == [LEAD, SECOND, THIRD]


def test_short_ones_go_with_the_long_ones_beside_them() -> None:
    told = f"<h2>Spring</h2><p>Yes.</p><p>{LEAD}</p><p>And so on.</p>"
    assert cleaned(f"{told}<p>{SECOND}</p>{told}") == f"{told}<p>{SECOND}</p>"


def test_a_whole_body_given_twice_is_shown_once_however_short() -> None:
    body = "<p>Rain in the north.</p><p>Sun in the south.</p><p>Wind.</p>"
    assert cleaned(body + body) == body


def test_the_pictures_of_a_repeated_paragraph_stay() -> None:
    picture = '<a href="https://a.example/"><img src="https://a.example/1.jpg"></a>'
    assert cleaned(f"<p>{LEAD}</p><p>{picture} {LEAD}</p><p>{THIRD}</p>") == (
        f"<p>{LEAD}</p><p>{picture}</p><p>{THIRD}</p>"
    )


def test_no_empty_places_stay_behind() -> None:
    assert cleaned(f"<p>{LEAD}</p><div><section><p>{LEAD}</p></section></div><p>{SECOND}</p>") == TEXT
    assert cleaned(f"{LEAD}<br><br>{LEAD}<br><br>{SECOND}") == f"{LEAD}<br><br>{SECOND}"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Yes.</p><p>No.</p><p>Yes.</p>",
        "<p>Row, row, row your boat down the wide stream<br>hey<br>Row, row, row your boat down the wide stream</p>",
        "<p>Sing of the grey sea and of the ships that sail,</p><p>Sing of the men.</p><p>Oh, sing.</p>" * 2
        + "<p>The end of the song.</p>",
        f"<pre>{LEAD}\n{LEAD}</pre>",
        f"<p><code>{LEAD}</code></p><p><code>{LEAD}</code></p>",
        f"<table><tbody><tr><td>{LEAD}</td></tr><tr><td>{LEAD}</td></tr></tbody></table>",
        f"<ul><li>{LEAD}</li><li><p>{LEAD}</p></li></ul><p>{LEAD}</p><p>{SECOND}</p>",
        f"<dl><dt>One</dt><dd>{LEAD}</dd><dt>Two</dt><dd>{LEAD}</dd></dl>",
        f"<figure><img src='https://a.example/1.jpg'><figcaption>{LEAD}</figcaption></figure>" * 2,
        f"<blockquote><p>{LEAD}</p></blockquote><p>{LEAD}</p>",
        "<p><b>What did you learn from the year that is now over?</b></p><p>A lot.</p>"
        "<p><b>What did you learn from the year that is now over?</b></p><p>Nothing.</p>",
        f"<h2>{LEAD}</h2><p>One.</p><h2>{LEAD}</h2><p>Two.</p>",
        "<p>Photograph by Maria Example for the Harbour Museum</p><p>Text.</p>" * 2 + "<p>More.</p>",
    ],
)
def test_what_may_be_repeated_on_purpose_stays(html: str) -> None:
    assert untouched(html)


# The title as the first heading.


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>Trees for the harbour</h1>",
        "<h3>TREES  for the “harbour”</h3>",
        '<header><h2><a href="https://a.example/">Trees for the harbour</a></h2></header>',
        "<h1>Trees for the harbour</h1><h2>Trees for the harbour</h2>",
    ],
)
def test_the_title_is_not_said_again(heading: str) -> None:
    assert cleaned(heading + TEXT, "Trees for the 'Harbour'") == TEXT


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Trees for the park</h1>{TEXT}",
        f"<h4>Trees</h4>{TEXT}",
        f"<p>Trees</p>{TEXT}",
        f"{TEXT}<h2>Trees</h2><p>{THIRD}</p>",
        "<h1>Trees</h1>",
        f"<h1>Trees<br>and more of them</h1>{TEXT}",
    ],
)
def test_other_headings_stay(html: str) -> None:
    assert untouched(html, "Trees")


# Share bars.

TWEET = '<a href="https://twitter.com/intent/tweet?text=x">{}</a>'
POST = '<a href="https://www.facebook.com/sharer/sharer.php?u=x">{}</a>'


@pytest.mark.parametrize(
    "bar",
    [
        f"<p>{TWEET.format('Tweet')} | {POST.format('Facebook')}</p>",
        f"<h3>Share this:</h3><ul><li>{TWEET.format('Click to share on X (Opens in new window)')}</li>"
        f"<li>{POST.format('Share')}</li><li><a href='#print'>Print</a></li><li></li></ul>",
        f"<div>Teilen: {TWEET.format('Twittern auf Twitter')}</div>",
        "<p>Share on <a href='https://www.linkedin.com/shareArticle?url=x'>LinkedIn</a> · "
        "<a href='https://www.reddit.com/submit?url=x'>Reddit</a> · "
        "<a href='mailto:?subject=x&body=a@b.c'>Email</a></p>",
        "<p><a href='https://wa.me/?text=x'><img src='https://a.example/whatsapp.png'></a>"
        "<a href='https://t.me/share/url?url=x'><img src='https://a.example/t.png' width='24' height='24'></a></p>",
        "<p><a href='https://a.example/post/?share=facebook&amp;nb=1'>Share on Facebook</a></p>",
        "<div><a href='http://feeds.feedburner.com/~ff/a?a=b'><img src='http://feeds.feedburner.com/~ff/a?d=c'></a></div>",
    ],
)
def test_share_bars_go(bar: str) -> None:
    assert cleaned(TEXT + bar) == TEXT
    assert cleaned(bar + TEXT) == TEXT


@pytest.mark.parametrize(
    "html",
    [
        f"<p>You can tell your friends {TWEET.format('on Twitter')} about it.</p>",
        f"<p>{TWEET.format('Tell your senator now')}</p>",
        f"<p>{TWEET.format('“A sentence worth sharing, as long as a paragraph of this article is long.”')}</p>",
        f"<p>{POST.format('<img src=https://a.example/photo.jpg width=800>')}</p>",
        "<p><a href='https://www.pinterest.com/pin/create/button/?x'><img src='https://a.example/cake.jpg'></a></p>",
        f"<ul><li>{TWEET.format('Tweet')}</li><li><a href='https://a.example/'>The source</a></li></ul>",
        "<p><a href='https://twitter.com/someone'>Twitter</a> | <a href='https://www.facebook.com/them'>Facebook</a></p>",
        "<p><a href='mailto:editor@a.example'>Email</a></p>",
        "<p>Share this:</p><p>Sharing is caring.</p>",
    ],
)
def test_links_that_are_the_articles_stay(html: str) -> None:
    assert untouched(TEXT + html)
    assert untouched(html + TEXT)


# Stubs at the end.

HERE = "https://www.harbourpost.example/trees"


@pytest.mark.parametrize(
    "stub",
    [
        f'<p><a href="{HERE}">Continue reading →</a></p>',
        f'<p><a href="{HERE}">Read more…</a></p>',
        f'<p>(<a href="{HERE}">Read more</a>)</p>',
        f'<p>Read more on <a href="{HERE}">The Harbour Post</a></p>',
        f'<p><a href="{HERE}">Read the full article at harbourpost.example</a>.</p>',
        f'<p><a href="{HERE}">Continue reading <em>“Trees”</em></a></p>',
        f'<div><p><a href="{HERE}">Weiterlesen</a></p></div>',
        f'<p><a href="{HERE}">Lire la suite</a></p>',
        f'<p><a href="{HERE}">Seguir leyendo »</a></p>',
        f'<p><a href="{HERE}">Читать далее</a></p>',
        f'<p><a href="{HERE}">続きを読む</a></p>',
        f'<p><a href="{HERE}">阅读全文</a></p>',
        f'<p>The post <a href="{HERE}">Trees</a> appeared first on <a href="{HERE}">A.I. Post</a>.</p>',
        "<p>The post Trees appeared first on Harbour Post.</p>",
        f'<p>Der Beitrag <a href="{HERE}">Trees</a> erschien zuerst auf <a href="{HERE}">Post</a>.</p>',
        f'<p>L’article <a href="{HERE}">Trees</a> est apparu en premier sur <a href="{HERE}">Post</a>.</p>',
        f'<p>La entrada <a href="{HERE}">Trees</a> se publicó primero en <a href="{HERE}">Post</a>.</p>',
        f'<p>投稿 <a href="{HERE}">Trees</a> は <a href="{HERE}">Post</a> に最初に表示されました。</p>',
        f'<p><a href="{HERE}">Read more</a></p><p>The post <a href="{HERE}">Trees</a> appeared first on Post.</p>',
        f"<p>{TWEET.format('Tweet')}</p><p><a href='{HERE}'>Read more</a></p>",
    ],
)
def test_stubs_at_the_end_go(stub: str) -> None:
    assert cleaned(TEXT + stub, "Trees") == TEXT
    assert untouched(f"{stub}<h2>After</h2>{TEXT}".replace(TWEET.format("Tweet"), "A tweet"), "Trees")


@pytest.mark.parametrize(
    "html",
    [
        f'<p>Read more: <a href="{HERE}">How trees grow</a></p>',
        f'<p>Read more on <a href="{HERE}">climate change</a></p>',
        f'<p><a href="{HERE}">Continue reading about other trees</a></p>',
        f'<p>For all of it you may want to <a href="{HERE}">read more</a></p>',
        f'<p>The post by the mayor appeared first on <a href="{HERE}">Telegram</a>.</p>',
        f'<p>The post <a href="{HERE}">Trees</a> appeared first on maps in 1850, and nobody knew why.</p>',
        "<p>Read more</p>",
        f'<ul><li><a href="{HERE}">Read more</a></li></ul>',
        f'<blockquote><a href="{HERE}">Read more</a></blockquote>',
        f'<p><a href="{HERE}">More trees</a></p>',
    ],
)
def test_what_carries_something_else_stays(html: str) -> None:
    assert untouched(TEXT + html, "Trees")


def test_a_last_link_behind_a_finished_sentence_goes() -> None:
    assert cleaned(f'<p>{LEAD} […] <a href="{HERE}">Read more »</a></p>') == f"<p>{LEAD} […]</p>"
    assert untouched(f'<p>{LEAD} <a href="{HERE}">Read more about trees</a></p>')


def test_when_nothing_else_is_there_it_stays() -> None:
    for html in (f'<p><a href="{HERE}">Read more</a></p>', f"<p>{TWEET.format('Tweet')}</p>", "<h1>Trees</h1>"):
        assert untouched(html, "Trees")


# Empty blocks, and what the sanitiser took away before.


def test_empty_blocks_go() -> None:
    empty = "<p></p><div> <p>&nbsp;<br></p></div><h2><b> </b></h2><blockquote></blockquote><ul><li></li></ul>"
    assert cleaned(f"{empty}<p>{LEAD}</p>{empty}<p>{SECOND}</p>{empty}") == TEXT


@pytest.mark.parametrize(
    "html",
    [
        "<table><tbody><tr><td></td><td>1</td></tr><tr><td>2</td><td></td></tr></tbody></table>",
        "<ol><li>one</li><li></li><li>three</li></ol>",
        "<p>one</p><hr><p>two</p>",
        "one<p></p>two",
        "<p>one<br><br><br>two</p>",
        "<pre>one\n\n\n\ntwo</pre>",
        '<p><img src="https://a.example/1.jpg"></p><p>one</p>',
    ],
)
def test_what_keeps_others_in_their_places_stays(html: str) -> None:
    assert untouched(html)


def test_pixels_and_colours_are_gone_already() -> None:
    html = f'<p style="color:#fff;background:red"><font color="red">{LEAD}</font></p>'
    pixel = '<img src="https://a.example/x.gif" width="1" height="1"><img src="https://a.example/pixel.gif">'
    assert cleaned(f"{html}{pixel}<p>{SECOND}</p>") == TEXT


# Always.

_PARTS = [
    LEAD,
    SECOND,
    "Short.",
    "x ",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<div>",
    "</div>",
    "<li>",
    "<ul>",
    "</ul>",
]
_PARTS += ["<ol>", "</ol>", "<pre>", "</pre>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<hr>", "<code>"]
_PARTS += [
    "</code>",
    "<table><tr><td>",
    "</td></tr></table>",
    '<img src="https://a.example/1.jpg">',
    "&nbsp;",
    "“",
    "Trees",
]
_LINKS = [TWEET.format("Tweet"), POST.format("Share"), f'<a href="{HERE}">Read more</a>', f'<a href="{HERE}">', "</a>"]


def pages(*more: str) -> st.SearchStrategy[str]:
    parts = st.lists(st.sampled_from([*_PARTS, *more]), max_size=40)
    return parts.map(lambda found: sanitize("".join(found)).html)


@settings(max_examples=300, deadline=None)
@given(pages(*_LINKS), st.sampled_from(["", "Trees"]))
def test_cleaning_never_grows_and_is_done_in_one_go(html: str, title: str) -> None:
    shown = clean(html, title)
    assert len(shown) <= len(html)
    assert clean(shown, title) == shown
    assert plain(sanitize(shown).html) == plain(shown)


@settings(max_examples=300, deadline=None)
@given(pages(), st.sampled_from(["", "Trees"]))
def test_no_line_picture_item_row_or_code_is_lost(html: str, title: str) -> None:
    shown = clean(html, title)
    before, after = plain(html).split("\n"), plain(shown).split("\n")

    def folded(lines: list[str]) -> set[str]:
        return {re.sub(r"[\s“]", "", line) for line in lines} - {"", "Trees"}

    assert folded(after) == folded(before)
    assert Counter(re.findall("<img", shown)) == Counter(re.findall("<img", html))
    assert inside(shown) == inside(html)
    said = "".join(plain(shown).split())
    assert [code for code in codes(html) if code not in said] == []  # A paragraph with code may be a copy and go.


def codes(html: str) -> list[str]:
    """The texts of all code within lines."""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    return ["".join(one.text_content().split()) for one in tree.iter("code")]


def test_code_that_folding_would_pass_over_is_no_copy() -> None:
    said = "The council of the small harbour town has decided to plant four hundred trees."
    html = f"{said}<p>{said}<code>“</code></p>"
    assert clean(html) == html
    assert clean(f"<p>{said}</p><p><code>{said[:-1]}</code>.</p>") == f"<p>{said}</p>"


def inside(html: str) -> list[tuple[str, str]]:
    """The texts of all items, rows and listings, in their order."""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    texts = [(str(one.tag), "".join(one.text_content().split())) for one in tree.iter("li", "tr", "pre")]
    return [one for one in texts if one[1]]


@needs_shared
def test_real_articles_lose_only_what_a_rule_names() -> None:
    """Told apart by simpler means than those of the rules: a line that is gone is still there, the title, or a stub."""
    stub = re.compile(
        r"(?:Continue reading|Read more)(?:\.\.\.| at [\w ]+\.)?|The post .+ appeared first on [\w.]+", re.S
    )
    seen = changed = 0
    for name in ("guardian.rss", "many-links.rss", "customfields.rss", "feedburner.atom"):
        for entry in parse((SHARED / "feeds/rss-parser-npm" / name).read_bytes(), "https://real.example/").entries[:20]:
            html = sanitize(entry.html, entry.url).html
            shown = clean(html, entry.title)
            before, after = plain(html).split("\n"), plain(shown).split("\n")
            gone = [line for line in set(before) - set(after) if line != entry.title and not stub.fullmatch(line)]
            assert gone == [], (name, entry.title)
            assert len(re.findall(r"<(?:li|td|pre|code|h[1-6])\b", shown)) >= len(
                re.findall(r"<(?:li|td|pre|code|h[1-6])\b[^>]*>\s*[^\s<]", html)
            )
            pictures = re.compile(r"<img[^>]*>")
            assert pictures.findall(shown) == [p for p in pictures.findall(html) if "/~ff/" not in p]
            assert clean(shown, entry.title) == shown
            seen += 1
            changed += shown != html
    assert seen >= 50
    assert changed >= 20


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/abhilprtu \"'&=-", max_size=200), st.text(max_size=5))
def test_it_takes_whatever_comes(html: str, title: str) -> None:
    assert len(clean(html, title)) <= len(html)


def test_it_is_quick_enough_for_the_window() -> None:
    """1.5 ms for 5 kB is allowed, 0.4 was measured; ten times that is granted to a machine that is busy."""
    link = '<a href="https://a.example/{0}">harbour</a>'
    html = "".join(f"<p>{LEAD} Number {n} of the <b>{link.format(n)}</b> “trees”.</p>" for n in range(32))
    assert 4500 < len(html) < 6000
    clean(html, "Trees")
    started = time.process_time()
    for _ in range(10):
        assert clean(html, "Trees") == html
    assert time.process_time() - started < 0.15


@pytest.mark.parametrize(
    "html",
    [
        "<p></p>" * 2900,
        f"<p>{LEAD}</p>" * 2000,
        "<div>" * 55 + "x" + "</div>" * 55,
        "<br>" * 2900,
        "<p>x</p><br>" * 1400,
        TWEET.format("Tweet") * 1900,
        f"<ul>{'<li>' + TWEET.format('Tweet') + '</li>'}</ul>" * 1000,
        "<h1>Trees</h1>" * 2900,
        f'<p><a href="{HERE}">Read more</a></p>' * 1900,
        "<ul>" * 50 + "<li>x" * 1000,
        f"{LEAD}<br>" * 2000,
        "<a>" * 2000 + "<p>",
        "&nbsp; " * 30_000,
    ],
    ids=range(13),
)
def test_hostile_pages_do_not_stop_the_window(html: str) -> None:
    html = sanitize(html).html
    started = time.process_time()
    clean(html, "Trees")
    assert time.process_time() - started < 2


def test_the_window_can_afford_to_import_it() -> None:
    code = (
        "import sys, desktop_reader.content.clean; "
        "print([m for m in ('lxml', 'bs4', 'nh3', 'markdownify', 'icu4py') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
