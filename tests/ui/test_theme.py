"""The theme: colours that can be read, faces that have the letters, icons that take the colour, a switch that tells."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QIcon, QImage, QPainter, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.paths import resource
from desktop_reader.records.label import COLOURS as LABELS
from desktop_reader.ui.theme import fonts, icons, style
from desktop_reader.ui.theme import theme as theme_module
from desktop_reader.ui.theme.monogram import COLORS, color, letter, monogram
from desktop_reader.ui.theme.palette import palette
from desktop_reader.ui.theme.style import sheet
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import DARK, LIGHT, SEPIA, Tokens

APP_ICONS = ("desktop-reader", "desktop-reader-symbolic")
ICONS = sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem not in APP_ICONS)
WINDOWS = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
ALL = pytest.mark.parametrize("tokens", [LIGHT, DARK, SEPIA], ids=lambda tokens: tokens.name)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A theme that dresses the application, which is undressed afterwards."""
    font, colours = qapp.font(), qapp.palette()
    made = Theme("light")
    made.apply(qapp)
    yield made
    made.deleteLater()
    icons.follow(LIGHT, LIGHT)
    qapp.setStyleSheet("")
    qapp.setPalette(colours)
    qapp.setFont(font)


# Colours


def luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(tokens: Tokens, least: float, fronts: str, grounds: str) -> dict[tuple[str, str], float]:
    pairs = {
        (front, ground): contrast(getattr(tokens, front), getattr(tokens, ground))
        for front in fronts.split()
        for ground in grounds.split()
    }
    return {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < least}


@ALL
def test_labels_are_seen_and_read(tokens: Tokens) -> None:
    assert len({tokens.label(colour) for colour in LABELS}) == len(LABELS)
    for colour in LABELS:
        shown = tokens.label(colour)
        assert contrast(shown, tokens.tint(shown, tokens.page)) >= 4.5
        assert contrast(shown, tokens.tint(shown, tokens.field)) >= 4.5
        for ground in ("sidebar", "list", "page", "panel", "field", "selected", "idle"):
            assert contrast(shown, getattr(tokens, ground)) >= 3
    assert tokens.label("no such") == tokens.label("") == tokens.text3


def test_contrast_is_counted_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@ALL
def test_articles_can_be_read(tokens: Tokens) -> None:
    assert not too_faint(tokens, 7, "body title quote", "page")
    assert not too_faint(tokens, 4.5, "meta link", "page")
    assert not too_faint(tokens, 4.5, "body link title", "selection mark")
    assert not too_faint(tokens, 4.5, "mark_text", "mark_now")
    assert not too_faint(tokens, 4.5, "body meta", "code_ground picture")
    code = "code code_keyword code_string code_comment code_number code_name"
    assert not too_faint(tokens, 4.8, code, "code_ground")


@WINDOWS
def test_the_window_can_be_read(tokens: Tokens) -> None:
    grounds = "sidebar list page panel field selected idle hover press badge"
    assert not too_faint(tokens, 4.5, "text text2 text3", grounds)
    assert not too_faint(tokens, 4.5, "accent link ok warn bad", "sidebar list page panel field")
    assert not too_faint(tokens, 4.5, "on_accent", "accent accent_hover accent_press")
    assert not too_faint(tokens, 3, "star accent warn", grounds)


def test_the_bar_on_sepia_can_be_read() -> None:
    assert not too_faint(SEPIA, 4.5, "text text2 text3 accent", "page panel field selected idle hover press")
    assert not too_faint(SEPIA, 3, "star accent ok warn bad", "page panel hover press")


@ALL
def test_every_colour_is_a_colour(tokens: Tokens) -> None:
    colours = tokens.colours()
    assert len(colours) > 45
    assert [name for name, value in colours.items() if not re.fullmatch("#[0-9A-F]{6}", value)] == []


# Faces


def test_the_faces_have_their_names_weights_and_slants(qapp: QApplication) -> None:
    asked = {
        "Inter Regular": fonts.ui(13),
        "Inter Medium": fonts.ui(13, fonts.MEDIUM),
        "Inter SemiBold": fonts.ui(13, fonts.SEMIBOLD),
        "Inter Bold": fonts.ui(13, fonts.BOLD),
        "Inter Italic": fonts.sans(13, italic=True),
        "DR Serif Regular": fonts.serif(17),
        "DR Serif Italic": fonts.serif(17, italic=True),
        "DR Serif Bold": fonts.serif(17, fonts.BOLD),
        "DR Serif Bold Italic": fonts.serif(17, fonts.BOLD, italic=True),
        "DR Serif Display Bold": fonts.display(34),
        "DR Serif Display Bold Italic": fonts.display(34, italic=True),
        "JetBrains Mono Regular": fonts.mono(13),
        "JetBrains Mono Bold": fonts.mono(13, fonts.BOLD),
    }
    got = {name: QRawFont.fromFont(font) for name, font in asked.items()}
    assert {name: f"{raw.familyName()} {raw.styleName()}" for name, raw in got.items()} == {name: name for name in got}


@pytest.mark.parametrize("face", sorted(path.name for path in resource("fonts").glob("*.ttf")))
def test_a_face_has_the_letters_of_europe_and_vietnam(qapp: QApplication, face: str) -> None:
    raw = QRawFont(str(resource("fonts", face)), 16)
    assert raw.isValid()
    letters = "AZaz09 éßøŁłğİŞș ЖжЯяЁёҐґЇї ΑαΩωΆάΏώ ƠơƯưẠạỆệỸỹ₫ “”‘’–—…•€£→№™"
    assert [sign for sign in letters if not raw.supportsCharacter(ord(sign))] == []


def test_the_licences_are_there_and_the_reserved_name_is_not_used(qapp: QApplication) -> None:
    licences = {path.name: path.read_text(encoding="utf-8") for path in resource("fonts").glob("LICENSE-*.txt")}
    assert sorted(licences) == ["LICENSE-inter.txt", "LICENSE-jetbrains-mono.txt", "LICENSE-source-serif-4.txt"]
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text for text in licences.values())
    assert "Reserved Font Name ‘Source’" in licences["LICENSE-source-serif-4.txt"]
    reserved = {name for name, text in licences.items() if "with Reserved Font Name" in text.partition("\n")[0]}
    assert reserved == {"LICENSE-source-serif-4.txt"}
    families = {QRawFont(str(path), 16).familyName() for path in resource("fonts").glob("*.ttf")}
    assert families == {"Inter", "DR Serif", "DR Serif Display", "JetBrains Mono"}


def test_the_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in resource("fonts").glob("*.ttf")) < 2_500_000


@pytest.mark.parametrize("weight", [fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD, fonts.BOLD])
def test_tabular_figures_have_one_width(qapp: QApplication, weight: int) -> None:
    def widths(font: QFont) -> set[float]:
        return {QFontMetricsF(font).horizontalAdvance(figure * 4) for figure in "0123456789"}

    assert len(widths(fonts.ui(13, weight, tabular=True))) == 1
    assert len(widths(fonts.ui(13, weight))) > 1


def test_letters_are_kerned(qapp: QApplication) -> None:
    for font in (fonts.ui(48), fonts.serif(48), fonts.display(48)):
        metrics = QFontMetricsF(font)
        assert metrics.horizontalAdvance("AV") < metrics.horizontalAdvance("A") + metrics.horizontalAdvance("V") - 1


def test_code_has_no_ligatures_and_one_width(qapp: QApplication) -> None:
    raw = QRawFont.fromFont(fonts.mono(13))
    assert raw.fontTable("GSUB").isEmpty()
    assert QFontMetricsF(fonts.mono(13)).horizontalAdvance("!=") == QFontMetricsF(fonts.mono(13)).horizontalAdvance(
        "ii"
    )


def test_a_font_may_be_changed_by_who_asked(qapp: QApplication) -> None:
    fonts.ui(13).setPixelSize(40)
    assert QFontInfo(fonts.ui(13)).pixelSize() == 13


@pytest.mark.parametrize(("pixels", "scale"), [(8, 1), (12, 1), (44 / 3, 1), (17, 1.125), (22, 1.5), (29, 2), (60, 2)])
def test_the_screens_letters_grow_with_the_systems_and_never_shrink(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, pixels: float, scale: float
) -> None:
    monkeypatch.setattr(fonts, "_USUAL_PX", 44 / 3)
    system = QFont(fonts.SANS)
    system.setPixelSize(round(pixels))
    try:
        fonts.follow(system)
        assert fonts.scaled(16) == round(16 * scale)
        assert fonts.ui(16).pixelSize() == round(16 * scale)
        assert fonts.exact(16).pixelSize() == 16
        assert fonts.serif(16).pixelSize() == 16, "the reader chooses how large articles are"
    finally:
        monkeypatch.setattr(fonts._Now, "scale", 1.0)


def test_the_language_chooses_among_the_systems_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_SYSTEM", fonts._LINUX)
    monkeypatch.setattr(fonts, "_STOPGAP", ())
    fonts.families.cache_clear()
    try:
        assert fonts.families(fonts.SERIF, "ja-JP")[:2] == ("DR Serif", "Noto Serif CJK JP")
        assert fonts.families(fonts.DISPLAY, "zh_TW")[:2] == ("DR Serif Display", "Noto Serif CJK TC")
        assert fonts.families(fonts.SANS, "zh-Hans-CN")[:2] == ("Inter", "Noto Sans CJK SC")
        assert fonts.families(fonts.MONO, "ko")[0] == "JetBrains Mono"
        everything = fonts.families(fonts.SERIF, "ja")
        assert "Noto Naskh Arabic" in everything
        assert len(set(everything)) == len(everything)
    finally:
        fonts.families.cache_clear()


def test_a_lost_font_is_told_and_no_more(caplog: pytest.LogCaptureFixture, qapp: QApplication) -> None:
    fonts._load(("No-Such-Face",))
    assert "No-Such-Face.ttf" in caplog.text


# Icons


def ink(image: QImage, least: int = 255) -> list[QColor]:
    """The colours of the pixels that are covered: wholly, or at ``least`` so far."""
    seen = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in seen if color.alpha() >= least]


def distance(one: QColor, other: QColor) -> int:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(a - b) for a, b in pairs)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_its_colour_and_sharp(qapp: QApplication, name: str) -> None:
    side = 16 if name.endswith("-16") else 20
    for ratio in (1.0, 2.0):
        pixmap = icons.icon(name, "#C0322B").pixmap(QSize(side, side), ratio)
        assert pixmap.size() == QSize(round(side * ratio), round(side * ratio))
        assert pixmap.devicePixelRatio() == ratio
        drawn = ink(pixmap.toImage(), least=64)
        assert len(drawn) >= 10 * ratio
        assert max(distance(color, QColor("#C0322B")) for color in drawn) <= 4  # colours are kept multiplied by alpha


def test_an_icon_follows_the_theme(theme: Theme) -> None:
    star = icons.icon("star-filled", "text")
    on_paper = icons.icon("star-filled", "text", reader=True)

    def shown(icon: QIcon) -> set[str]:
        return {color.name().upper() for color in ink(icon.pixmap(20, 20).toImage())}

    assert shown(star) == shown(on_paper) == {LIGHT.text}
    theme.scheme = "dark"
    theme.paper = "sepia"
    assert shown(star) == {DARK.text}
    assert shown(on_paper) == {SEPIA.text}


def test_a_checked_icon_is_filled_and_a_disabled_one_faint(theme: Theme) -> None:
    star = icons.icon("star", "text2", on="star")
    size = QSize(20, 20)
    off = star.pixmap(size, QIcon.Mode.Normal, QIcon.State.Off).toImage()
    on = star.pixmap(size, QIcon.Mode.Normal, QIcon.State.On).toImage()
    assert len(ink(on)) > 2 * len(ink(off))
    assert {color.name().upper() for color in ink(on)} == {LIGHT.star}
    disabled = star.pixmap(size, QIcon.Mode.Disabled, QIcon.State.On).toImage()
    strongest = max(disabled.pixelColor(x, y).alpha() for x in range(20) for y in range(20))
    assert 90 < strongest < 115


def test_small_icons_take_the_drawing_made_for_them(qapp: QApplication) -> None:
    small = icons.icon("star", "text").pixmap(16, 16).toImage()
    assert small == icons.icon("star-16", "text").pixmap(16, 16).toImage()
    assert small != icons.icon("star", "text").pixmap(20, 20).toImage().scaled(16, 16)


def test_a_wrong_name_is_told_at_once(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_icons_survive_being_copied_changed_and_forgotten(qapp: QApplication) -> None:
    for _ in range(200):
        one = icons.icon("star", "accent")
        other = QIcon(one)
        other.addPixmap(one.pixmap(8, 8))  # Qt clones the engine here.
        del one
        gc.collect(0)
        assert not other.pixmap(20, 20).isNull()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_delegates_draw_icons_in_the_middle(qapp: QApplication, ratio: float) -> None:
    image = QImage(round(40 * ratio), round(30 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, QRect(0, 0, 40, 30), "stop-16", "#1A1B1F")
    painter.end()
    columns = [
        x for x in range(image.width()) if any(image.pixelColor(x, y).alpha() > 128 for y in range(image.height()))
    ]
    rows = [y for y in range(image.height()) if any(image.pixelColor(x, y).alpha() > 128 for x in range(image.width()))]
    assert abs((columns[0] + columns[-1] + 1) / 2 / ratio - 20) <= 1
    assert abs((rows[0] + rows[-1] + 1) / 2 / ratio - 15) <= 1


@pytest.mark.parametrize("size", [16, 32, 64, 256])
def test_the_reader_has_a_sign_of_its_own(qapp: QApplication, size: int) -> None:
    image = QIcon(str(resource("icons", "desktop-reader.svg"))).pixmap(QSize(size, size), 1.0).toImage()
    assert image.size() == QSize(size, size)
    colours = {color.name() for color in ink(image)}
    assert any(QColor(c).blue() > QColor(c).red() + 80 for c in colours)  # the sky
    assert any(QColor(c).red() > QColor(c).blue() + 80 for c in colours)  # the sun
    assert "#ffffff" in colours  # the lines
    assert image.pixelColor(0, 0).alpha() == 0


def test_qtsvg_waits_for_the_first_picture() -> None:
    program = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication(['x', '-platform', 'offscreen'])\n"
        "from desktop_reader.ui.theme.theme import Theme; from desktop_reader.ui.theme.icons import icon\n"
        "Theme('dark').apply(app); star = icon('star'); assert 'PySide6.QtSvg' not in sys.modules\n"
        "assert not star.pixmap(20, 20).isNull(); assert 'PySide6.QtSvg' in sys.modules; print('good')"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout.strip(), ended.returncode) == ("good", 0), ended.stderr


# Monograms


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("NHK World", "N"),
        ("  “quoted” feed", "Q"),
        ("🎉 party", "P"),
        ("element", "E"),
        ("e\u0301lan", "É"),
        ("ﬁne", "ﬁ"),
        ("ßeta", "ß"),
        ("жизнь", "Ж"),
        ("العلوم", "ا"),
        ("世界", "世"),
        ("3 Quarks", "3"),
        ("…!", "•"),
        ("", "•"),
    ],
)
def test_the_letter_of_a_title(title: str, expected: str) -> None:
    assert letter(title) == expected


def test_a_feed_keeps_its_colour_and_white_can_be_read_on_it() -> None:
    assert color("6f1c3f0e-3f0d-4c8e-9f3e-1a2b3c4d5e6f") == color("6f1c3f0e-3f0d-4c8e-9f3e-1a2b3c4d5e6f")
    assert {color(str(number)) for number in range(500)} == set(COLORS)
    assert [tile for tile in COLORS if contrast(tile, "#FFFFFF") < 4.5] == []
    # The colour may not hang on the process, as hash() would.
    assert color("a") == "#B5278A"


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_monogram_is_a_tile_with_a_letter(qapp: QApplication, ratio: float) -> None:
    pixmap = monogram("NHK World", "a", 16, ratio)
    assert pixmap.size() == QSize(round(16 * ratio), round(16 * ratio))
    assert pixmap.devicePixelRatio() == ratio
    image = pixmap.toImage()
    assert image.pixelColor(0, 0).alpha() < 128
    names = [color.name().upper() for color in ink(image)]
    assert names.count("#B5278A") > len(names) / 3
    assert max(QColor(name).lightness() for name in names) > 220
    assert monogram("A", "a", 16, ratio).toImage() != image


@pytest.mark.parametrize("title", ["H", "g", "Å", "Q", "Ж"])
def test_the_letter_stands_in_the_middle(qapp: QApplication, title: str) -> None:
    image = monogram(title, "a", 64).toImage()
    white = [(x, y) for x in range(64) for y in range(64) if image.pixelColor(x, y).lightness() > 200]
    for place in (0, 1):
        span = [point[place] for point in white]
        assert abs((min(span) + max(span) + 1) / 2 - 32) <= 1.5


# The theme


def test_the_theme_dresses_the_application(qapp: QApplication, theme: Theme) -> None:
    assert qapp.styleSheet() == sheet(LIGHT)
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert qapp.palette().color(QPalette.ColorRole.Text).name().upper() == LIGHT.text


def test_a_switch_changes_everything_and_tells_once(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    told: list[tuple[str, str]] = []
    theme.changed.connect(
        lambda: told.append((theme.tokens.name, qapp.palette().color(QPalette.ColorRole.Base).name()))
    )
    theme.scheme = "dark"
    assert told == [("dark", DARK.field.lower())]
    assert DARK.accent in qapp.styleSheet()
    assert LIGHT.accent not in qapp.styleSheet()
    assert widget.palette().color(QPalette.ColorRole.Text).name().upper() == DARK.text
    theme.scheme = "dark"
    assert len(told) == 1
    theme.scheme = "light"
    assert [name for name, _ in told] == ["dark", "light"]


def test_the_theme_follows_the_system_unless_told_otherwise(
    qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.tokens.name))

    def system(scheme: Qt.ColorScheme) -> None:
        monkeypatch.setattr(theme_module, "_system", lambda: scheme)
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    system(Qt.ColorScheme.Dark)
    assert told == []
    theme.scheme = "system"
    assert told == ["dark"]
    system(Qt.ColorScheme.Light)
    system(Qt.ColorScheme.Unknown)
    assert told == ["dark", "light"]
    theme.scheme = "no such scheme"
    system(Qt.ColorScheme.Dark)
    assert told == ["dark", "light", "dark"]


def test_the_paper_is_the_windows_unless_chosen(theme: Theme) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.reader.name))
    assert theme.reader is LIGHT
    theme.paper = "sepia"
    assert (theme.tokens, theme.reader) == (LIGHT, SEPIA)
    theme.paper = "match"
    theme.scheme = "dark"
    assert theme.reader is DARK
    assert told == ["sepia", "light", "dark"]


@ALL
def test_the_palette_leaves_nothing_to_chance(qapp: QApplication, tokens: Tokens) -> None:
    made = palette(tokens)
    left_out = {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        unset = [role for role in QPalette.ColorRole if role not in left_out and not made.isBrushSet(group, role)]
        assert unset == []


@WINDOWS
def test_the_style_sheet_has_every_colour_and_every_picture(tokens: Tokens) -> None:
    text = sheet(tokens)
    assert "@" not in text
    pictures = re.findall(r'url\("([^"]+)"\)', text)
    assert pictures
    assert [picture for picture in pictures if not resource("styles", picture.rpartition("/")[2]).is_file()] == []
    tasks = {
        "check": "on_accent",
        "dash": "on_accent",
        "dot": "on_accent",
        "tick": "text",
        "down": "text2",
        "up": "text2",
    }
    for name, token in (tasks | {"right": "text2"}).items():
        drawn = resource("styles", f"{name}-{tokens.name}.svg").read_text(encoding="utf-8")
        assert f'="{getattr(tokens, token)}"' in drawn


def test_qt_understands_the_style_sheet(qapp: QApplication, qtbot: QtBot) -> None:
    # Qt says "Could not parse" as a warning, which fails the test.
    button = QToolButton()
    qtbot.addWidget(button)
    button.setStyleSheet(sheet(LIGHT))
    button.ensurePolished()
    button.setIcon(icons.icon("star"))
    assert button.sizeHint() == QSize(32, 32)


def test_an_unknown_token_in_a_style_sheet_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.qss").write_text("QMenu { color: @colour_of_money; }", encoding="utf-8")
    monkeypatch.setattr(style, "resource", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(KeyError, match="colour_of_money"):
        sheet(LIGHT, "odd.qss")
