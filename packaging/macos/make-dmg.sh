#!/usr/bin/env bash
# The disk image for macOS, of the app that `python3 dev.py freeze` made:   packaging/macos/make-dmg.sh [OUT.dmg]
#
# Without an identity the app is signed for this machine only ("-"), and others must be told to open it all the same.
# With CODESIGN_IDENTITY it is signed, and with NOTARY_PROFILE (xcrun notarytool store-credentials) also notarised.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
app="$root/build/frozen/Desktop Reader.app"
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$root/src/desktop_reader/__init__.py")
out=${1:-$root/dist/desktop-reader-$version-macos-$(uname -m).dmg}
[ -d "$app" ] || { echo 'There is no app yet: python3 dev.py freeze' >&2; exit 1; }

identity=${CODESIGN_IDENTITY:--}
hardened=()
[ "$identity" = - ] || hardened=(--options runtime --timestamp --entitlements "$root/packaging/macos/entitlements.plist")
codesign --force --deep --sign "$identity" ${hardened[@]+"${hardened[@]}"} "$app"
codesign --verify --deep --strict "$app"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$app" "$work/"
ln -s /Applications "$work/Applications"
mkdir -p "$(dirname "$out")"
hdiutil create -volname 'Desktop Reader' -srcfolder "$work" -format ULMO -ov "$out"
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$out" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$out"
fi
echo "$out"
