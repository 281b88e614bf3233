"""Every colour of the reader by the name of its task: light, dark, and the sepia paper for articles.

Text keeps at least 4.5:1 on each ground it stands on, the article's body 7:1, dots, stars and rings 3:1; a test counts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

_TINT = 0.14


# Each scheme is one value: without eq it is compared and hashed by identity, at once.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tokens:
    """One scheme. Colours are ``#RRGGBB``, ready for style sheets, HTML and ``QColor``.

    Grounds: ``sidebar``, ``list``, ``page`` (the article), ``panel`` (inspector), ``field`` (inputs and floating
    things). ``line`` parts, ``edge`` outlines. ``text``, ``text2``, ``text3`` from strong to faint, ``off`` for
    what is disabled. A ``selected`` row has the keyboard, an ``idle`` one has not. ``knob`` and ``scroll`` are handles.
    ``mark`` is a find hit, ``mark_now`` the current one. ``picture`` stands for an image that has not come. The names
    after ``code_`` are a highlighter's, those after ``label_`` the colours of labels: of dots, and of words on a tint.
    """

    name: str
    dark: bool
    sidebar: str
    list: str
    page: str
    panel: str
    field: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    off: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    selected: str
    idle: str
    hover: str
    press: str
    badge: str
    knob: str
    scroll: str
    scroll_hover: str
    shadow: str
    star: str
    ok: str
    warn: str
    bad: str
    body: str
    title: str
    meta: str
    link: str
    link_line: str
    quote: str
    quote_bar: str
    mark: str
    mark_now: str
    mark_text: str
    selection: str
    picture: str
    picture_icon: str
    code: str
    code_ground: str
    code_line: str
    code_keyword: str
    code_string: str
    code_comment: str
    code_number: str
    code_name: str
    label_red: str
    label_orange: str
    label_yellow: str
    label_green: str
    label_teal: str
    label_blue: str
    label_purple: str
    label_pink: str

    def label(self, colour: str) -> str:
        """How a label's colour looks; that of faint text where the colour is none of ours."""
        return str(getattr(self, f"label_{colour}", self.text3))

    def tint(self, colour: str, ground: str) -> str:
        """A pale ground for words in this colour, on ``ground``."""
        pairs = zip(_channels(ground), _channels(colour), strict=True)
        return "#" + "".join(f"{round(under + (over - under) * _TINT):02X}" for under, over in pairs)

    def colours(self) -> dict[str, str]:
        """All colours by name, as style sheets ask for them."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, str) and name != "name"}


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


LIGHT = Tokens(
    name="light",
    dark=False,
    sidebar="#F2F3F5",
    list="#FAFAFB",
    page="#FFFFFF",
    panel="#F7F8F9",
    field="#FFFFFF",
    line="#E5E6EA",
    edge="#D0D3D9",
    text="#1A1B1F",
    text2="#565A64",
    text3="#5F636E",
    off="#9EA3AE",
    accent="#2460D8",
    accent_hover="#1F55C4",
    accent_press="#1A4AAE",
    on_accent="#FFFFFF",
    selected="#DDE8FC",
    idle="#E6E8EC",
    hover="#EDEEF1",
    press="#E2E4E8",
    badge="#E2E4E8",
    knob="#FFFFFF",
    scroll="#C4C8D0",
    scroll_hover="#9EA3AE",
    shadow="#131417",
    star="#B07300",
    ok="#17794A",
    warn="#9A5B00",
    bad="#C0322B",
    body="#212327",
    title="#131417",
    meta="#646872",
    link="#1F57C3",
    link_line="#A9C1F2",
    quote="#4A4E58",
    quote_bar="#C3CAD8",
    mark="#FFE9A3",
    mark_now="#FFB224",
    mark_text="#201500",
    selection="#C9DCFF",
    picture="#EEF0F3",
    picture_icon="#A9AEB9",
    code="#24272E",
    code_ground="#F5F6F8",
    code_line="#E6E8EC",
    code_keyword="#7441B8",
    code_string="#17693F",
    code_comment="#5F646F",
    code_number="#9A4700",
    code_name="#1F55C4",
    label_red="#B3362C",
    label_orange="#9A5200",
    label_yellow="#7A6200",
    label_green="#2C7139",
    label_teal="#0F6F73",
    label_blue="#2A5FBF",
    label_purple="#7346B0",
    label_pink="#A83A78",
)

DARK = Tokens(
    name="dark",
    dark=True,
    sidebar="#17181B",
    list="#1C1D21",
    page="#212226",
    panel="#1C1D21",
    field="#26282D",
    line="#2E3036",
    edge="#41444C",
    text="#E8E9EC",
    text2="#AEB2BC",
    text3="#A0A4AF",
    off="#6B6F79",
    accent="#5B93FF",
    accent_hover="#74A4FF",
    accent_press="#4A83F0",
    on_accent="#0B1730",
    selected="#28395A",
    idle="#2C2E34",
    hover="#26282D",
    press="#303239",
    badge="#303239",
    knob="#DBDDE2",
    scroll="#4A4D55",
    scroll_hover="#6B6F79",
    shadow="#000000",
    star="#F0B23E",
    ok="#58C48C",
    warn="#E2A64A",
    bad="#FF8078",
    body="#DBDDE2",
    title="#F3F4F6",
    meta="#9DA1AC",
    link="#8CB4FF",
    link_line="#44608F",
    quote="#B9BDC7",
    quote_bar="#4A5870",
    mark="#524211",
    mark_now="#F0B23E",
    mark_text="#1B1200",
    selection="#294474",
    picture="#2A2C31",
    picture_icon="#5F646F",
    code="#DCDFE6",
    code_ground="#1A1B1E",
    code_line="#303239",
    code_keyword="#C3A2FF",
    code_string="#7FD3A0",
    code_comment="#8B909B",
    code_number="#F0A868",
    code_name="#8CB4FF",
    label_red="#F0938A",
    label_orange="#E8A66A",
    label_yellow="#D9BE5C",
    label_green="#86C795",
    label_teal="#6CC5C4",
    label_blue="#8FB4F5",
    label_purple="#BCA2F2",
    label_pink="#EB9AC6",
)

SEPIA = replace(
    LIGHT,
    name="sepia",
    page="#F8F2E4",
    panel="#F3EBD9",
    field="#FCF8EE",
    line="#E6DAC2",
    edge="#D2C2A1",
    text="#2B2019",
    text2="#5E4C3A",
    text3="#6D5C49",
    off="#B39F7A",
    accent="#8A4312",
    accent_hover="#7A3A0E",
    accent_press="#69310B",
    selected="#EFDDBB",
    idle="#EBE0C8",
    hover="#F0E7D3",
    press="#E6DAC2",
    badge="#E6DAC2",
    knob="#FFFDF7",
    scroll="#D2C2A1",
    scroll_hover="#B39F7A",
    shadow="#2B2019",
    star="#A06A00",
    body="#3D3026",
    title="#2B2019",
    meta="#6D5C49",
    link="#8A4312",
    link_line="#D9B48D",
    quote="#5E4C3A",
    quote_bar="#CDB68B",
    mark="#F6DC8B",
    mark_now="#EBA92C",
    selection="#E9D3A4",
    picture="#F0E7D3",
    picture_icon="#B5A27F",
    code="#3B2F25",
    code_ground="#F0E7D3",
    code_line="#E1D4B9",
    label_red="#9C3A24",
    label_orange="#8A4B08",
    label_yellow="#6F5905",
    label_green="#3F6427",
    label_teal="#1F6360",
    label_blue="#38578F",
    label_purple="#694590",
    label_pink="#8F3A63",
)
