"""What may stay and what may not, told in small pages of our own."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_reader.content.allowed import TAGS
from desktop_reader.content.sanitize import sanitize
from tests.shared import SHARED, needs_shared

BASE = "https://site.example/blog/post.html"
ALLOWED = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "pre": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
INVISIBLE = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class Judge(HTMLParser):
    """Collects everything in a page that could do harm in the viewer."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.harm.append(f"<{tag}>")
        given = dict(attrs)
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "img" and not given.get("src"):
            self.harm.append("a picture without an address")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in ALLOWED.get(tag, set()) | {"dir"}:
            self.harm.append(f"{tag} {name}={value}")
        if name in ("href", "src"):
            allowed = r"https?://[^/?#\s\\]" if name == "src" else r"https?://[^/?#\s\\]|mailto:[^?]*$|#"
            if not re.match(allowed, value, re.I) or INVISIBLE.search(value) or "\\" in value:
                self.harm.append(f"{tag} {name}={value}")
        if name == "class" and not re.fullmatch(r"language-[a-z0-9+#-]{1,20}", value):
            self.harm.append(f"class {value}")
        if name == "dir" and value not in ("rtl", "ltr", "auto"):
            self.harm.append(f"dir {value}")
        if name in ("colspan", "rowspan") and not 0 <= int(value) <= 100:
            self.harm.append(f"{name} {value}")

    def handle_comment(self, data: str) -> None:
        self.harm.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.harm.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.harm.append(f"instruction {data}")

    def unknown_decl(self, data: str) -> None:
        self.harm.append(f"declaration {data}")


def payloads() -> list[str]:
    with (SHARED / "hostile" / "payloads.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["payload"] for line in lines]


@needs_shared
@pytest.mark.parametrize("base", [None, BASE, "http://[broken", "file:///etc/", "javascript:alert(1)//"])
def test_every_known_payload_comes_out_harmless_and_stays_as_it_is(base: str | None) -> None:
    found = payloads()
    assert len(found) > 600
    for payload in found:
        once = sanitize(payload, base)
        assert Judge(once.html).harm == [], payload
        assert sanitize(once.html, base).html == once.html, payload


def test_the_judge_sees_harm() -> None:
    for harmful in (
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<img src=file:///etc/passwd>",
        "<img src=/etc/passwd>",
        "<img>",
        "<a href='java\tscript:x'>",
        "<a href='ssh://x'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<!-- x -->",
        "<td colspan=101>",
        "<svg>",
    ):
        assert Judge(harmful).harm, harmful


TROUBLE = """
    <script> </script> <style> </style> <svg> </svg> <math> <mi> <table> <td> <select> <option> <button> <template>
    <object> <marquee> <font> <form> <noscript> <textarea> <title> <plaintext> <foreignObject> <annotation-xml>
    <!-- --> <![CDATA[ ]]> <? > <
"""
PIECES = st.one_of(
    st.sampled_from(
        [f"<{name}>" for name in sorted(TAGS)]
        + [f"</{name}>" for name in sorted(TAGS)]
        + TROUBLE.split()
        + [
            "<a href=x>",
            "<a href='#n'>",
            '<a href="java\nscript:alert(1)">',
            "<img src=a.png>",
            "<img src=//h/x width=1>",
            "<img src='https://h.example/x.png' alt='a&quot;<b>' onerror=x>",
            "<td colspan=99999>",
            "<p dir=RTL>",
            "<code class='hl language-c++ x'>",
            "&#13;",
            "&#0;",
            "&#xfeff;",
            "&lt;script&gt;",
            "&amp;lt;",
            "&nbsp;",
            "\u202e",
            "\n",
            "\r\n",
            "\x00",
            "\x0b",
            "\ud800",
            "x" * 90,
            "日本語" * 40,
        ]
    ),
    st.text(max_size=8),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from([None, BASE]))
@example("<h4>a<table><h5>b", BASE)
@example("<pre>\n\n\nx</pre>", None)
@example("<p><button><p>x", None)
@example("&#xfeff;x", None)
def test_whatever_comes_in_is_harmless_and_stable(html: str, base: str | None) -> None:
    once = sanitize(html, base)
    assert Judge(once.html).harm == []
    assert sanitize(once.html, base).html == once.html


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTP://a.example/x", "HTTP://a.example/x"),
        ("other.html", "https://site.example/blog/other.html"),
        ("../up.html?q=1#f", "https://site.example/up.html?q=1#f"),
        ("/top", "https://site.example/top"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?page=2", "https://site.example/blog/post.html?page=2"),
        ("#note", "#note"),
        ("mailto:someone@a.example", "mailto:someone@a.example"),
        ("mailto:someone@a.example?attach=/etc/passwd", "mailto:someone@a.example"),
        (" https://a.example/my file.pdf ", "https://a.example/my%20file.pdf"),
        ("https://a.example/\u200bx\u202e", "https://a.example/x"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("java\u200bscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("ssh://-oProxyCommand=x/", None),
        ("tel:123", None),
        ("\\\\server\\share", None),
        ("https:\\\\server\\share", None),
        ("http:///etc/passwd", None),
        ("https://a.example/" + "x" * 5000, None),
    ],
)
def test_links(address: str, expected: str | None) -> None:
    escaped = address.replace("&", "&amp;").replace('"', "&quot;")
    html = sanitize(f'<p><a href="{escaped}">x</a></p>', BASE).html
    assert html == (f'<p><a href="{expected}">x</a></p>' if expected else "<p><a>x</a></p>")


def test_relative_addresses_need_a_base() -> None:
    assert sanitize('<a href="x.html">x</a><img src="x.png">').html == "<a>x</a>"
    assert sanitize('<img src="../../../../etc/passwd">', "file:///home/").html == ""
    assert sanitize('<img src=":/icons/app.png">').html == ""
    assert sanitize('<img src="x.png">', BASE).html == '<img src="https://site.example/blog/x.png">'


@pytest.mark.parametrize(
    "image",
    [
        '<img alt="no address">',
        '<img src="">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="file:///etc/passwd">',
        '<img src="https://a.example/x" width="1" height="1">',
        '<img src="https://a.example/x" width="2">',
        '<img src="https://a.example/x" height="0">',
        '<img src="https://a.example/x" style="display: none">',
        '<img src="https://a.example/x" style="width:1px;height:1px">',
        '<img src="https://stats.wordpress.com/b.gif?x=1">',
        '<img src="https://feeds.feedburner.com/~r/some/feed">',
        '<img src="https://a.example/pixel.gif?id=3">',
        '<img src="https://www.google-analytics.com/__utm.gif">',
        '<img src="https://mail.example/wf/open?upn=1">',
    ],
)
def test_pictures_nobody_is_meant_to_see_go(image: str) -> None:
    assert sanitize(f"<p>a{image}b</p>", None).html == "<p>ab</p>"


def test_pictures_worth_seeing_stay() -> None:
    image = (
        '<img src="https://a.example/pixel-art/tracking-shot.png?a=1&amp;b=2" alt="Two dogs" width="20" height="300">'
    )
    assert sanitize(image).html == image
    assert sanitize('<img src="https://a.example/x.png" style="width:100px" width="100%">').html == (
        '<img src="https://a.example/x.png">'
    )


def test_what_an_article_is_made_of_stays() -> None:
    html = (
        '<h2>Title</h2><p dir="rtl">a <b>b</b> <em>c</em></p><ul><li>one</li></ul><ol start="3"><li>three</li></ol>'
        '<blockquote><p>q</p></blockquote><pre class="language-python"><code class="language-c++">x\n  y</code></pre>'
        '<table><caption>c</caption><thead><tr><th colspan="2">h</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>'
        '</tbody></table><figure><img src="https://a.example/x.png" alt="x"><figcaption>f</figcaption></figure><hr>'
    )
    assert sanitize(html).html == html


def test_scripts_and_frames_leave_no_text() -> None:
    html = (
        "a<script>b</script><style>p{}</style><iframe><p>c</p></iframe><noembed>d</noembed><svg><text>e</text></svg>f"
    )
    assert sanitize(html).html == "af"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('<p class="x" id="y" style="z">a</p>', "<p>a</p>"),
        ('<code class="hljs language-js">a</code>', '<code class="language-js">a</code>'),
        ('<code class="language-<b>">a</code>', "<code>a</code>"),
        ('<p dir=" RTL ">a</p>', '<p dir="rtl">a</p>'),
        ('<p dir="left">a</p>', "<p>a</p>"),
        ('<img src="https://a.example/x" width="99999">', '<img src="https://a.example/x">'),
        ("a\x0bb\x08c&#1;d", "a bcd"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_attributes_and_characters(given: str, expected: str) -> None:
    assert sanitize(given).html == expected


def test_spans_are_bounded() -> None:
    assert 'colspan="100"' in sanitize("<table><tr><td colspan=5000>x</td></tr></table>").html
    assert "span" not in sanitize("<table><tr><td colspan=2147483647 rowspan=x>x</td></tr></table>").html


def test_threads_do_not_mix_their_addresses() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def links_of(number: int) -> bool:
        base = f"https://s{number}.example/"
        return sanitize("<a href=x>x</a>" * 20, base).html.count(f'"{base}x"') == 20

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(links_of, range(200)))
