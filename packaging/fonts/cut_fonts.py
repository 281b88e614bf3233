"""Cuts the fonts in resources/fonts from the designers' variable fonts. Run it only to change the cut.

    python -m pip install fonttools==4.68.0
    python packaging/fonts/cut_fonts.py

The sources are the variable fonts of Google Fonts as packed on PyPI (see SOURCES; pip downloads them). Each face is
fixed at one weight and optical size, so that the toolkit need not interpolate; is reduced to the scripts that the
reader draws itself (Latin with Vietnamese, Greek, Cyrillic, signs); and is named by hand. Source Serif reserves the
name "Source", therefore its cut is called DR Serif; Inter and JetBrains Mono reserve no name and keep theirs.
The same input gives the same bytes: no time is written into a file.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"

SOURCES = {
    "inter": "fontpkg-inter==4.1.post1",
    "source-serif-4": "fontpkg-source-serif-4==4.4",
    "jetbrains-mono": "fontpkg-jetbrains-mono==2.211",
}

TEXT = [
    *range(0x0020, 0x0250),  # Latin
    *range(0x0250, 0x0370),  # phonetic signs, modifiers, combining accents
    *range(0x0370, 0x0400),  # Greek
    *range(0x0400, 0x0530),  # Cyrillic
    *range(0x1E00, 0x1F00),  # Latin of Vietnamese and others
    *range(0x2000, 0x20D0),  # punctuation, raised and lowered figures, currencies
    *range(0x2100, 0x2190),  # letter-like signs, fractions
    *range(0x2190, 0x2200),  # arrows
    *range(0x2200, 0x2300),  # mathematics
    *range(0x2300, 0x2400),  # keys
    *range(0x25A0, 0x2800),  # shapes, stars, ticks
    *range(0xFB00, 0xFB07),  # fi, fl and the like
    0xFFFD,
]
BOXES = list(range(0x2500, 0x25A0))

SERIF = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "lnum", "tnum", "sups", "subs", "ordn"]
# No calt: it would draw "->" as an arrow and "3x4" with a times sign, which is not what the feed wrote.
SANS = ["ccmp", "locl", "kern", "mark", "mkmk", "tnum", "case", "sups", "subs", "zero"]
# No substitution at all: code is shown letter by letter.
MONO = ["mark", "mkmk"]


@dataclass(frozen=True)
class Cut:
    """One file: where it comes from, where it lies on the axes, what it is called."""

    source: str
    file: str
    axes: dict[str, float]
    family: str
    style: str
    weight: int
    features: list[str]
    italic: bool = False

    @property
    def name(self) -> str:
        """The file's name, which is the face's PostScript name."""
        return f"{self.family.replace(' ', '')}-{self.style.replace(' ', '')}"


def _inter(style: str, weight: int, italic: bool = False) -> Cut:
    file = "Inter-Italic[opsz,wght].ttf" if italic else "Inter[opsz,wght].ttf"
    return Cut("inter", file, {"opsz": 14, "wght": weight}, "Inter", style, weight, SANS, italic)


def _serif(family: str, size: float, style: str, weight: int, italic: bool = False) -> Cut:
    file = "SourceSerif4-Italic[opsz,wght].ttf" if italic else "SourceSerif4[opsz,wght].ttf"
    return Cut("source-serif-4", file, {"opsz": size, "wght": weight}, family, style, weight, SERIF, italic)


def _mono(style: str, weight: int) -> Cut:
    return Cut("jetbrains-mono", "JetBrainsMono[wght].ttf", {"wght": weight}, "JetBrains Mono", style, weight, MONO)


CUTS = (
    _inter("Regular", 400),
    _inter("Medium", 500),
    _inter("SemiBold", 600),
    _inter("Bold", 700),
    _inter("Italic", 400, italic=True),
    _serif("DR Serif", 14, "Regular", 400),
    _serif("DR Serif", 14, "Italic", 400, italic=True),
    _serif("DR Serif", 14, "Bold", 700),
    _serif("DR Serif", 14, "Bold Italic", 700, italic=True),
    _serif("DR Serif Display", 44, "Bold", 700),
    _serif("DR Serif Display", 44, "Bold Italic", 700, italic=True),
    _mono("Regular", 400),
    _mono("Bold", 700),
)


def cut(cut: Cut, source: Path, target: Path) -> None:
    """Writes one face."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = cut.features
    options.name_IDs = [0, 5, 7, 13, 14]
    options.drop_tables += ["BASE", "DSIG", "STAT"]
    options.notdef_outline = True
    options.glyph_names = False
    if cut.features is MONO:
        options.drop_tables += ["GSUB"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=TEXT + BOXES if cut.features is MONO else TEXT)
    subsetter.subset(font)
    instantiateVariableFont(font, cut.axes, inplace=True)
    _name(font, cut)
    font.save(target)


def _name(font: TTFont, cut: Cut) -> None:
    """Names the face for every system: the plain four styles in ids 1 and 2, all others in ids 16 and 17 as well."""
    plain = cut.style in ("Regular", "Italic", "Bold", "Bold Italic")
    names = {
        1: cut.family if plain else f"{cut.family} {cut.style}",
        2: cut.style if plain else "Regular",
        3: f"{cut.name};Desktop Reader",
        4: f"{cut.family} {cut.style}",
        6: cut.name,
    }
    if not plain:
        names |= {16: cut.family, 17: cut.style}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    bold = cut.weight == 700
    os2 = font["OS/2"]
    os2.usWeightClass = cut.weight
    os2.fsSelection = os2.fsSelection & ~0b1100001 | cut.italic << 0 | bold << 5 | (not (cut.italic or bold)) << 6
    font["head"].macStyle = bold << 0 | cut.italic << 1


def licence(package: Path, target: Path) -> None:
    """Writes the licence with the notice that the font itself carries: only that one tells of a reserved name."""
    text = (package / "LICENSE").read_text(encoding="utf-8")
    font = TTFont(next((package / "files").glob("*.ttf")))
    notice = font["name"].getDebugName(0).strip()
    body = text[text.index("This Font Software is licensed under") :]
    changes = "Changed for Desktop Reader: static faces cut from the variable font and reduced in their characters"
    changes += ", under another name.\n\n" if "Reserved Font Name" in notice else ".\n\n"
    target.write_text(f"{notice}\n\n{changes}{body}", encoding="utf-8")


def main() -> None:
    """Fetches the sources, writes every face and the licences beside them."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", name, *SOURCES.values()]
        subprocess.run(fetch, check=True)
        for wheel in folder.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder)
        for source in SOURCES:
            package = folder / f"fontpkg_{source.replace('-', '_')}"
            licence(package, FONTS / f"LICENSE-{source}.txt")
            for face in (face for face in CUTS if face.source == source):
                target = FONTS / f"{face.name}.ttf"
                cut(face, package / "files" / face.file, target)
                print(f"{target.stat().st_size:9,}  {target.name}")
    print(f"{sum(path.stat().st_size for path in FONTS.glob('*.ttf')):9,}  in all")


if __name__ == "__main__":
    main()
