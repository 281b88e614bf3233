"""In which language the program speaks: the one that was chosen, else the first of the system's that is there.

English is always there; its plurals are a translation too. Windows that stand already keep their words, so another
language is spoken from the next start on.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication

from desktop_reader import paths

ENGLISH = "en"
_ANYWHERE = QLocale.Country.AnyCountry
_WORLD = QLocale.Country.World  # Else English calls itself American.


def languages() -> dict[str, str]:
    """The code of each language that there is, and what it calls itself."""
    codes = sorted(file.stem for file in paths.resource("translations").glob("*.qm"))
    return {code: QLocale(QLocale(code).language(), _WORLD).nativeLanguageName() for code in codes}


def of_the_system(wishes: Iterable[str]) -> str:
    """The first of the ``wishes`` (``de-AT``, ``de``, ``ja``…) that is there."""
    there = languages()
    for wish in wishes:
        parts = wish.split("-")
        for length in range(len(parts), 0, -1):
            if (code := "_".join(parts[:length])) in there:
                return code
    return ENGLISH


def speak(app: QGuiApplication, chosen: str = "") -> None:
    """From now on words, dates, numbers and the direction of reading are those of a language; "" is the system's."""
    system = QLocale.system()
    code = chosen if chosen in languages() else of_the_system(system.uiLanguages())
    for old in app.findChildren(QTranslator):
        QCoreApplication.removeTranslator(old)
        old.deleteLater()
    # Asked from the last to the first: what a catalogue lacks, the plurals of English have.
    _install(app, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{code}")
    for one in dict.fromkeys((ENGLISH, code)):
        _install(app, str(paths.resource("translations")), one)
    QLocale.setDefault(_locale(code, system))
    app.setLayoutDirection(QLocale().textDirection())


def _install(app: QGuiApplication, folder: str, name: str) -> None:
    translator = QTranslator(app)
    if translator.load(name, folder):
        QCoreApplication.installTranslator(translator)


def _locale(code: str, system: QLocale) -> QLocale:
    """The system's own where it has this language, for it may have been adjusted; else the language as it is written
    in the system's country, where it is.
    """
    own = QLocale(code)
    if system.language() == own.language():
        return system
    there = QLocale(own.language(), system.territory())
    return there if system.territory() != _ANYWHERE and there.territory() == system.territory() else own
