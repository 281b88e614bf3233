#!/usr/bin/env bash
# The AppImage, of the folder that `python3 dev.py freeze` made:   packaging/appimage/make-appimage.sh [OUT.AppImage]
#
# Wants appimagetool (https://github.com/AppImage/appimagetool), by that name or as $APPIMAGETOOL. What the .deb names as
# Depends has to be there on the system, as it is on every desktop of the last years; glibc as old as the builder's.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
id=org.desktop_reader.DesktopReader
shared=$root/packaging/shared
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$root/src/desktop_reader/__init__.py")
out=${1:-$root/dist/desktop-reader-$version-$(uname -m).AppImage}
[ -d "$root/build/frozen/desktop-reader" ] || { echo 'There is no frozen program yet: python3 dev.py freeze' >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
app=$work/AppDir
mkdir -p "$app/usr/lib" "$app/usr/bin" "$app/usr/share/applications" "$app/usr/share/metainfo" \
    "$app/usr/share/icons/hicolor/256x256/apps"
cp -R "$root/build/frozen/desktop-reader" "$app/usr/lib/desktop-reader"
rm "$app/usr/lib/desktop-reader/check"
ln -s ../lib/desktop-reader/desktop-reader "$app/usr/bin/desktop-reader"
# It has no installer: --install-desktop-entry writes an entry that starts the AppImage, wherever it lies.
cp -R "$shared" "$app/usr/lib/desktop-reader/_internal/desktop_reader/resources/desktop"
cp "$shared/$id.desktop" "$app/usr/share/applications/"
cp "$shared/$id.metainfo.xml" "$app/usr/share/metainfo/$id.appdata.xml"
cp "$shared/icons/256.png" "$app/usr/share/icons/hicolor/256x256/apps/$id.png"
ln -s "usr/share/applications/$id.desktop" "$app/$id.desktop"
ln -s "usr/share/icons/hicolor/256x256/apps/$id.png" "$app/$id.png"
ln -s "$id.png" "$app/.DirIcon"
printf '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/bin/desktop-reader" "$@"\n' >"$app/AppRun"
chmod +x "$app/AppRun"
if [ -n "${ONLY_FOLDER:-}" ]; then
    mkdir -p "$ONLY_FOLDER"
    cp -R "$app/." "$ONLY_FOLDER/"
    exit
fi
mkdir -p "$(dirname "$out")"
ARCH=$(uname -m) VERSION=$version "${APPIMAGETOOL:-appimagetool}" --no-appstream "$app" "$out"
echo "$out"
