"""More HTML that would freeze or fill a window: attributes, tables in everything, scripts, signs, code, what leads out.

Each is another way than those of ``explosives``, found by somebody who wanted to get past the limits that hold there.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.chaos.canvases import data_pictures

_WORDS = "the calm reader keeps a steady measure of words across every line that it sets "
_ARABIC = "السلام عليكم ورحمة الله وبركاته "
_HUGE = 999_999_999


def _rows(rows: int, columns: int, cell: str = "a cell") -> str:
    return "<table>" + ("<tr>" + f"<td>{cell}</td>" * columns + "</tr>") * rows + "</table>"


def _within(outer: str, inner: str, times: int, inside: str = "x") -> str:
    return f"<{outer}><{inner}>" * times + inside + f"</{inner}></{outer}>" * times


ATTRIBUTES: dict[str, Callable[[], str]] = {
    "fonts of 1,000,000,000": lambda: "".join(
        f"<font size={10**n} style='font-size:{10**n}px'><p style='font-size:1e9pt'>{_WORDS}</p></font>"
        for n in range(1, 10)) * 100,
    "lines 1,000,000,000 high": lambda: f"<p style='line-height:1e9;margin:1e9px;text-indent:-1e9px'>{_WORDS}</p>" * 500,
    "widths and heights of 999,999,999": lambda: f"<table width={_HUGE} height={_HUGE} cellpadding={_HUGE} "
    f"cellspacing={_HUGE} border={_HUGE}><tr><td width={_HUGE} height={_HUGE}>a<td width={_HUGE}>b</table>" * 200,
    "pictures 9,999 × 9,999": lambda: "".join(
        f"<p>a<img src='https://e.org/{n}.png' width=9999 height=9999>b</p>" for n in range(200)),
    "pictures 3 × 9,999": lambda: "".join(
        f"<img src='https://e.org/{n}.png' width=3 height=9999> word " for n in range(200)),
    "pictures 9,999 × 3": lambda: "".join(
        f"<p><img src='https://e.org/{n}.png' width=9999 height=3> word</p>" for n in range(200)),
    "spans of 65,535": lambda: "<table>" + "<tr><td colspan=65535 rowspan=65535>a<th rowspan=65535>b" * 900,
    "spans below nothing": lambda: "<table>" + "<tr><td colspan=-1 rowspan=-2147483649>a<td colspan=0 rowspan=0>b" * 900,
    "spans that overlap": lambda: "<table>" + "".join(
        f"<tr><td rowspan={n % 40 + 1} colspan={n % 7 + 1}>a</td><td rowspan={40 - n % 40}>b</td></tr>"
        for n in range(900)) + "</table>",
    "spans of 100 in one row each": lambda: "<table>" + "<tr><td colspan=100>a</td></tr>" * 900 + "</table>",
    "lists that begin at 2,147,483,647": lambda: "<ol start=2147483647><li value=99999999999>a<li>b</ol>" * 900,
    "lists that begin at 9,999": lambda: "<ol start=9999>" + "<li>a</li>" * 40 + "</ol>" + "<ol start=-5><li>a</ol>" * 900,
    "directions that change": lambda: "".join(
        f"<p dir={'rtl' if n % 2 else 'ltr'}>abc <span dir=rtl>אבג</span> {n} {_ARABIC}</p>" for n in range(2_000)),
    "a title of a link of 200 kB": lambda: f"<a href='https://e.org/' title='{_WORDS * 2_500}'>x</a>",
    "2,000 titles of links": lambda: f"<a href='https://e.org/' title='{_WORDS}'>x</a> " * 2_000,
    "2,000 addresses of 100 letters": lambda: "".join(
        f"<a href='https://e.org/{'a' * 90}{n}'>x</a> " for n in range(2_000)),
    "addresses that could hold anything": lambda: "".join(
        f"<a href='https://{'a.' * 60}e.org:{n}/?{'&' * 40}#{'%' * 40}'>x</a> " for n in range(900)),
    "words for pictures, 280 kB": lambda: "".join(
        f"<img src='https://e.org/{n}.png' alt='{_WORDS * 18}'>" for n in range(200)),
    "50,000 identities": lambda: "".join(f"<p id=a{n}><a name=b{n}></a>x" for n in range(50_000)),
    "20,000 links": lambda: "<p>" + "<a href='https://e.org/'>a</a>" * 20_000,
    "5,000 footnotes": lambda: "".join(f"<sup><a href='#f{n}'>{n}</a></sup> " for n in range(5_000)) + "<ol>"
    + "".join(f"<li id=f{n}>A note. <a href='#r{n}'>↩</a>" for n in range(5_000)),
    "1,900 links, 900 footnotes": lambda: "".join(f"<sup><a href='#f{n}'>{n}</a></sup> " for n in range(900)) + "<ol>"
    + "".join(f"<li>A note. <a href='https://e.org/{n}'>↩</a></li>" for n in range(900)) + "</ol>",
}  # fmt: skip

TABLES: dict[str, Callable[[], str]] = {
    "tables in lists in tables": lambda: "<table><tr><td>a</td><td><ul><li>" * 40 + "x",
    "tables of tables, side by side": lambda: "<table><tr>" + f"<td>{_rows(2, 3)}</td>" * 300 + "</tr></table>",
    "tables of tables of tables": lambda: f"<table><tr><td>a</td><td>{_rows(2, 2, _rows(3, 3, _rows(5, 5)))}</td></tr></table>",
    "lists in 1,900 cells": lambda: _rows(400, 5, "<ul><li>a</li></ul>"),
    "5,000 rows of a cell": lambda: "<table>" + "<tr><td>a cell</td></tr>" * 5_000 + "</table>",
    "999 rows of two cells": lambda: _rows(999, 2),
    "4 columns, 500 rows": lambda: _rows(500, 4, "12.5 %"),
    "1,190 places": lambda: _rows(119, 10, "a cell of words"),
    "one row, 1,190 cells": lambda: _rows(1, 1_190, "w"),
    "one row of 300": lambda: _rows(1, 300, "word word"),
    "1,000 rows, each longer": lambda: "<table>" + "".join(
        "<tr>" + "<td>x</td>" * (n % 60) + "</tr>" for n in range(1_000)) + "</table>",
    "thousands of tiny tables": lambda: "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>" * 2_000,
    "480 tables between words": lambda: "<p>words</p><table><tr><td>a</td><td>b</td></tr></table>" * 480,
    "cells of many paragraphs": lambda: _rows(20, 2, "<p>a</p><p>b</p>" * 30),
    "cells of many lines": lambda: _rows(20, 3, "word<br>" * 50),
    "cells of long words": lambda: _rows(40, 20, "x" * 79),
    "cells of Arabic": lambda: _rows(50, 6, _ARABIC * 3),
    "cells of Thai": lambda: _rows(50, 6, "ภาษาไทย" * 8),
    "cells of Chinese": lambda: _rows(50, 6, "漢字漢字漢字漢字" * 6),
    "cells of emoji": lambda: _rows(100, 8, "👨‍👩‍👧‍👦"),
    "cells of code": lambda: _rows(200, 6, "<code>a</code> <kbd>b</kbd>"),
    "cells of links": lambda: _rows(200, 9, "<a href='https://e.org/'>a</a>"),
    "cells of pictures": lambda: _rows(30, 6, "<img src='https://e.org/a.png' width=300 height=200>"),
    "cells in bold in cells": lambda: _rows(300, 6, "<b><i><u>a</u></i></b>"),
    "one cell of 190 kB": lambda: f"<table><tr><td>{_WORDS * 2_300}</td><td>b</td></tr></table>",
    "two cells of 28 kB": lambda: f"<table><tr><td>{_WORDS * 350}</td><td>{_WORDS * 350}</td></tr></table>",
    "cells from the right": lambda: "<table dir=rtl>" + "<tr dir=rtl><td>אב</td><td>גד</td><td>הו</td></tr>" * 600 + "</table>",
    "nothing but cells": lambda: "<td>a</td>" * 60_000,
    "nothing but captions": lambda: "<table><caption>a</caption></table>" * 2_500,
    "tables without rows": lambda: "<table>a<b>b</table>" * 5_000,
    "rows without cells": lambda: "<table>" + "<tr></tr>" * 50_000 + "<tr><td>a<td>b</table>",
}  # fmt: skip

DEEP: dict[str, Callable[[], str]] = {
    "200,000 nested spans": lambda: "<span>" * 200_000,
    "250 times bold, italic, small": lambda: "<b><i><small><u>" * 60 + _WORDS * 500 + "</u></small></i></b>" * 60,
    "letters in 40 styles each": lambda: ("<b><i><u><s><small><code>" + "x " + "</code></small></s></u></i></b>") * 1_500,
    "headings in headings": lambda: "<h1><h2><h3><h4><h5><h6>" * 5_000,
    "details in details": lambda: "<details open><summary>a</summary>" * 5_000,
    "100 details, closed": lambda: _within("details", "summary", 55, _WORDS),
    "ruby in ruby": lambda: "<ruby>漢<rt>" * 10_000,
    "links in links": lambda: "<a href='https://e.org/'>a" * 10_000,
    "quotations and lists, 58 deep": lambda: (_within("blockquote", "ul", 14, "<li>a</li>") + "<p>b</p>") * 60,
    "lists in lists, 28 deep": lambda: (_within("ul", "li", 28, "x")) * 80,
    "items of many paragraphs": lambda: "<ul><li>" + "<p>a</p>" * 60 + "</li></ul>" + "<ol><li><p>a<p>b</ol>" * 700,
    "100 lists of 28": lambda: ("<ol>" + "<li>an item of a few words</li>" * 28 + "</ol>") * 100,
    "1,400 lists in a list": lambda: "<ul>" + "<li>a<ul><li>b</li></ul></li>" * 1_400 + "</ul>",
    "terms in terms": lambda: "<dl><dt>a<dd>" * 5_000,
    "formatting that never ends": lambda: "".join(f"<p><b><i>{n}<u><s>" for n in range(3_000)),
    "formatting crossed with tables": lambda: "<b><table><tr><td><i></b></table></i>" * 3_000,
    "forms": lambda: "<form><input><select><option>a</select><textarea>b</textarea><button>c</button></form>" * 5_000,
    "buttons in buttons": lambda: "<button>" * 20_000,
    "frames": lambda: "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>" * 5_000 + "<frameset><frame>" * 5_000,
    "formulas": lambda: "<math><mfrac><mi>a</mi><msqrt><mn>2</mn></msqrt></mfrac></math>" * 5_000,
    "a formula, 100,000 deep": lambda: "<math>" + "<msqrt>" * 100_000,
    "drawings in words": lambda: "<p>a<svg><text>b</text><foreignObject><p>c</foreignObject></svg>" * 5_000,
    "templates": lambda: "<template>" * 100_000 + "x",
    "open marks": lambda: "<!DOCTYPE" * 100_000 + "<!--->" * 1_000 + "<?" * 1_000 + "<![CDATA[" * 1_000,
    "names of a million letters": lambda: f"<{'a' * 1_000_000}>x</{'a' * 1_000_000}>",
    "ends without beginnings": lambda: "</p></b></table></div>" * 60_000 + _WORDS,
    "attributes without ends": lambda: "<img src='" * 60_000,
}  # fmt: skip

SIGNS: dict[str, Callable[[], str]] = {
    "a word of 5 MB": lambda: "w" * 5_000_000,
    "a word of 5 MB in bold letters": lambda: "<p>" + "<b>w</b>w" * 500_000,
    "marks from below and above": lambda: "".join("e" + "\u0316\u0301\u0327\u0308" * 6 for _ in range(8_000)),
    "marks that are never alone": lambda: "\u0489" * 100_000 + "\u20dd" * 50_000,
    "marks of other scripts": lambda: "ก" + "\u0e34" * 60_000 + "ا" + "\u064b" * 60_000,
    "a family of 60,000": lambda: "👩" + "\u200d👩" * 60_000,
    "flags": lambda: "🇩🇪🇯🇵" * 20_000,
    "skins": lambda: "👍🏽🧑🏿‍🚀" * 15_000,
    "tags of emoji": lambda: "🏴" + "".join(chr(0xE0061 + n % 26) for n in range(60_000)),
    "choices of shape": lambda: "漢\ufe0f\U000e0101" * 25_000,
    "tabs": lambda: "\t" * 290_000 + "<p>a\tb\t</p>" * 100,
    "tabs in code": lambda: "<pre>" + "\ta" * 50_000 + "</pre>",
    "soft hyphens between words": lambda: ("rea\u00adder " * 10 + "<br>") * 900,
    "joiners between all": lambda: "a\u2060b\ufeffc\u200cd\u200d" * 15_000,
    "line ends of Unicode": lambda: "a\u2028b\u2029c\u0085d\x0be\x0cf" * 15_000,
    "nothing that can be seen": lambda: "\u2003\u2009\u200a\u202f\u205f\u3000\u1680" * 20_000,
    "blanks of fixed width": lambda: "a\u2003b\u2009c\u3000" * 25_000,
    "NUL and controls": lambda: "".join(chr(n) for n in range(32)) * 8_000 + "&#0;&#1;&#x1f;&#x80;" * 5_000,
    "half signs": lambda: "&#xd800;&#xdfff;&#x110000;&#xffff;&#99999999999;" * 6_000,
    "private signs": lambda: "\ue000\uf8ff\U000f0000\U0010fffd" * 15_000,
    "signs of every script": lambda: "".join(
        chr(n) + (" " if n % 9 == 0 else "") for n in range(0xA1, 0x1_8000) if not 0xD800 <= n <= 0xDFFF),
    "a sign of each plane": lambda: "".join(chr(n) + " " for n in range(0x1_0000, 0x3_2000, 3)),
    "Hangul in parts": lambda: "\u1112\u1161\u11ab" * 30_000,
    "Tibetan": lambda: "བསྒྲུབས་" * 10_000,
    "Burmese": lambda: "မြန်မာဘာသာ" * 9_000,
    "Khmer": lambda: "ភាសាខ្មែរ" * 10_000,
    "Mongolian, Syriac, N'Ko": lambda: "ᠮᠣᠩᠭᠣᠯ ܣܘܪܝܝܐ ߒߞߏ " * 5_000,
    "Urdu in one word": lambda: "ہندوستان" * 10_000,
    "Hebrew with points": lambda: "בְּרֵאשִׁית בָּרָא אֱלֹהִים " * 3_500,
    "Hindi, 270 kB": lambda: "<p>" + "नमस्ते दुनिया क्षेत्र " * 4_600,
    "Tamil in paragraphs": lambda: "<p>தமிழ் மொழி அழகானது</p>" * 2_900,
    "Arabic in paragraphs": lambda: f"<p>{_ARABIC * 2}</p>" * 2_000,
    "Japanese, 290 kB": lambda: "<p>" + "日本語の文章はここで始まります。" * 6_000,
    "Korean, 280 kB": lambda: "<p>" + "한국어 문장이 여기 있습니다 " * 6_500,
    "directions in every word": lambda: "<p>" + "abc אבג 123 ابت " * 8_000,
    "isolates in isolates": lambda: "<p>" + "\u2066\u2067\u2068" * 300 + "abc אבג " * 3_000 + "\u2069" * 900,
    "ligatures": lambda: "<p>" + "ffi fl ffl ﷽ ﷺ ff " * 10_000,
    "mathematical letters": lambda: "<p>" + "𝕳𝖊𝖑𝖑𝖔 𝓦𝓸𝓻𝓵𝓭 " * 6_000,
}  # fmt: skip

CODE: dict[str, Callable[[], str]] = {
    "code, one line of 1 MB": lambda: "<pre>" + "a = b + c; " * 95_000 + "</pre>",
    "code, 200,000 lines": lambda: "<pre><code class=language-python>" + "x\n" * 200_000 + "</code></pre>",
    "code, 200,000 empty lines": lambda: "<pre>a" + "\n" * 200_000 + "b</pre>",
    "code, 200 kB of quotes": lambda: '<pre><code class="language-python">' + "'\"`'''\\" * 28_000 + "</code></pre>",
    "code, open comments": lambda: '<pre><code class="language-c">' + "/* // # <!-- " * 20_000 + "</code></pre>",
    "code, brackets": lambda: '<pre><code class="language-javascript">' + "([{" * 60_000 + "</code></pre>",
    "code, numbers": lambda: '<pre><code class="language-rust">' + "0x1f_u8 1e400 " * 18_000 + "</code></pre>",
    "code, words of every colour": lambda: '<pre><code class="language-python">'
    + "def a(b: int) -> str: return 'c' if 1 else None  # d\n" * 3_600 + "</code></pre>",
    "3,000 pieces in colours": lambda: "<pre><code class=language-python>def a(): return 'b'  # c</code></pre>" * 2_900,
    "code from the right": lambda: "<pre>" + "שלום עולם = ערך\n" * 9_000 + "</pre>",
    "code in Chinese": lambda: "<pre>" + "変数 = 値 # 注\n" * 8_000 + "</pre>",
    "keys": lambda: "<p>" + "<kbd>Ctrl</kbd>+<kbd>C</kbd> " * 2_500,
    "code in code in code": lambda: "<code>" * 55 + "a b " * 20_000 + "</code>" * 55,
    "formats that change with every letter": lambda: "<p>" + "<b>a</b><i>b</i><code>c</code><mark>d</mark>" * 2_400,
    "formats in 2,500 paragraphs": lambda: "<p>a<b>b</b><i>c</i></p>" * 2_500,
    "links in bold in paragraphs": lambda: "<p><a href='https://e.org/'><b>a</b></a> words</p>" * 2_000,
    "code and words in paragraphs": lambda: "<p>a <code>b</code> c</p>" * 2_900,
}  # fmt: skip

OUT: dict[str, Callable[[], str]] = {
    "pictures of data": data_pictures,
    "1,000,000 entities without an end": lambda: "&lt&gt&amp&quot&nbsp&copy&#60&#x3c" * 30_000,
    "entities of one sign": lambda: "&NotEqualTilde;&CounterClockwiseContourIntegral;" * 6_000,
    "&amp; of &amp;": lambda: "&amp;" * 58_000,
    "a style of 290 kB": lambda: "<style>" + "p{a:url(https://e.org/a.png)}" * 9_000 + f"</style>{_WORDS}",
    "styles of 290 kB": lambda: f"<p style='{'a:url(https://e.org/);' * 400}'>x</p>" * 30,
    "hidden pictures, 3,000": lambda: "<img style='display:none' src='https://e.org/a.png'>" * 3_000 + _WORDS,
    "srcset of 290 kB": lambda: f"<img src='https://e.org/a.png' srcset='{'https://e.org/a.png 1x, ' * 12_000}'>",
    "addresses that nobody can read": lambda: "<a href='http://[::1'>a</a><a href='https://\U0001f600/'>b</a>" * 3_000,
}  # fmt: skip

HTML = {**ATTRIBUTES, **TABLES, **DEEP, **SIGNS, **CODE, **OUT}
