#!/usr/bin/env bash
# Installs the .deb in a fresh Debian, uses it as a person would, upgrades and removes it. As root:
#
#     packaging/test-deb.sh [--suite bookworm] [--mirror URL] [--base TAR] [--shots FOLDER] [--source COMMAND] [FILE.deb]
#
# Without a FILE.deb one is built first. --base is an unpacked system as a tar, taken instead of debootstrap's. --shots is
# where screenshots go, --source another way to start the program, whose start is measured too. Says what it does, and
# ends at the first thing that is not as it should be.
# shellcheck disable=SC2016
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
suite=bookworm mirror=http://deb.debian.org/debian base='' shots='' source='' deb=''
while [ $# -gt 0 ]; do
    case $1 in
        --suite | --mirror | --base | --shots | --source) printf -v "${1#--}" '%s' "$2" && shift 2 ;;
        *) deb=$1 && shift ;;
    esac
done
id=org.desktop_reader.DesktopReader
types=(application/rss+xml application/atom+xml application/feed+json text/x-opml+xml x-scheme-handler/feed
    x-scheme-handler/feeds x-scheme-handler/desktop-reader)

step() { printf '\n== %s\n' "$*"; }
ok() { printf '   %s\n' "$*"; }
fail() {
    printf '\nFAILED: %s\n' "$*" >&2
    [ ! -s "$work/window.log" ] || tail -20 "$work/window.log" >&2
    exit 1
}
# until_true SECONDS WORDS COMMAND…: tries again until it succeeds.
until_true() {
    local end=$((SECONDS + $1)) words=$2
    shift 2
    until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || fail "not within its time: $words"; sleep 0.2; done
    ok "$words"
}

[ "$(id -u)" = 0 ] || { echo 'Please start it as root: it makes a system of its own and changes into it.' >&2; exit 1; }
declare -A tools=([debootstrap]=debootstrap [Xvfb]=xvfb [xdotool]=xdotool [xprop]=x11-utils [import]=imagemagick
    [openbox]=openbox [lintian]=lintian [mandoc]=mandoc [appstreamcli]=appstream [desktop-file-validate]=desktop-file-utils)
lacking=()
for tool in "${!tools[@]}"; do command -v "$tool" >/dev/null || lacking+=("${tools[$tool]}"); done
[ ${#lacking[@]} = 0 ] || { echo "Please install first: apt-get install ${lacking[*]}" >&2; exit 1; }

work=$(mktemp -d)
root=$work/root
children=()
clean_up() {
    # What was started in the new system goes by its root, which no other process has.
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/root")" != "$root" ] || kill -9 "${process#/proc/}" 2>/dev/null || true
    done
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    for mounted in "$root/tmp/.X11-unix" "$root/proc"; do ! mountpoint -q "$mounted" || umount -l "$mounted"; done
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT

if [ -z "$deb" ]; then
    step 'Builds the package'
    python3 "$here/../dev.py" deb
    deb=$here/../dist/desktop-reader_$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$here/../src/desktop_reader/__init__.py")_$(
        dpkg --print-architecture
    ).deb
fi
version=$(dpkg-deb -f "$deb" Version)

step "Looks at $(basename "$deb")"
[ "$(stat -c %s "$deb")" -le 90000000 ] || fail "it has $(stat -c %s "$deb") bytes, more than 90 MB"
ok "$(stat -c %s "$deb") bytes; $(dpkg-deb -f "$deb" Installed-Size) KB when installed"
said=$(lintian --fail-on error,warning "$deb" 2>&1 | grep -v '^running with root' || true)
[ -z "$said" ] || fail "lintian: $said"
desktop-file-validate "$here/shared/$id.desktop" || fail 'the menu entry'
appstreamcli validate --no-net "$here/shared/$id.metainfo.xml" >"$work/said" || fail "$(cat "$work/said")"
said=$(mandoc -T lint "$here/shared/desktop-reader.1") || fail "the man page: $said"
ok 'lintian, desktop-file-validate, appstreamcli and mandoc have nothing against it'

step "Makes a fresh system ($suite)"
mkdir "$root"
if [ -n "$base" ]; then
    tar -C "$root" --strip-components=1 -xf "$base"
else
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/said" || fail "$(tail -5 "$work/said")"
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
export DISPLAY
Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp -ac 3>"$work/display" >/dev/null 2>&1 &
children+=($!)
until_true 20 'there is a screen' test -s "$work/display"
DISPLAY=:$(cat "$work/display")
mkdir -p "$root/tmp/.X11-unix" "$root/srv"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
cp "$deb" "$root/srv/first.deb"
as_root() {
    chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}
# An ordinary user, without a bus, on a screen of ours.
as_reader=(chroot --userspec=reader:reader "$root" env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/reader USER=reader
    XDG_RUNTIME_DIR=/run/reader LC_ALL=C.UTF-8 "DISPLAY=$DISPLAY")
quietly() { "$@" >"$work/said" 2>&1 || fail "$*: $(tail -5 "$work/said")"; }
quietly as_root useradd --create-home --shell /bin/sh reader
quietly as_root install -d -o reader -g reader -m 700 /run/reader
quietly as_root apt-get update
ok "$(sed -n 's/^PRETTY_NAME=//p' "$root/etc/os-release")"

step 'Installs the package and what it depends on, nothing that is recommended'
quietly as_root apt-get install -y --no-install-recommends /srv/first.deb
size=$(du -sb "$root/usr/lib/desktop-reader" | cut -f1)
[ "$size" -le 250000000 ] || fail "it takes $size bytes, more than 250 MB"
ok "$size bytes in /usr/lib/desktop-reader"
unmet=$(as_root sh -c 'cd /usr/lib/desktop-reader; export LD_LIBRARY_PATH=$PWD/_internal
    find . -type f \( -name "*.so*" -o -name desktop-reader \) -exec ldd {} + 2>/dev/null | grep "not found" | sort -u' || true)
[ -z "$unmet" ] || fail "libraries are missing: $unmet"
ok 'every library finds what it needs'

step 'Subscribes over loopback, by the command line of an ordinary user'
mkdir "$work/site"
for name in first second; do
    cat >"$work/site/$name.xml" <<FEED
<?xml version="1.0"?><rss version="2.0"><channel><title>The $name feed</title><link>http://127.0.0.1/</link>
<description>Of a test</description><item><title>Ferries of the $name island</title><guid>$name-1</guid>
<pubDate>Mon, 06 Jul 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;The ferry to the $name island runs again since this
morning, and the harbour is full of people who want to cross.&lt;/p&gt;</description></item></channel></rss>
FEED
done
python3 -u - "$work/site" >"$work/port" <<'SERVER' &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
handler.func.log_message = lambda *words: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port)
server.serve_forever()
SERVER
children+=($!)
until_true 10 'a site is served' test -s "$work/port"
site=http://127.0.0.1:$(cat "$work/port")
[ "$("${as_reader[@]}" desktop-reader --version)" = "desktop-reader ${version%%+*}" ] || fail 'the version'
quietly "${as_reader[@]}" desktop-reader add "$site/first.xml"
"${as_reader[@]}" desktop-reader articles --json | grep -q 'Ferries of the first island' || fail 'the article is not there'
ok 'the article is in the library'

step 'Starts the window by its menu entry'
entry=$root/usr/share/applications/$id.desktop
line=$(sed -n '0,/^Exec=/s/^Exec=//p' "$entry")
read -ra program <<<"${line/ %U/}"
shot() { [ -z "$shots" ] || { mkdir -p "$shots" && import -window root "$shots/$1.png" && ok "$shots/$1.png"; }; }
windows() { xdotool search --onlyvisible --classname "^$id\$" 2>/dev/null | sort; }
# start SECONDS: a window; what its start cost, and SECONDS later its memory.
start() {
    python3 "$here/first_paint.py" "$1" "${as_reader[@]}" "${program[@]}" >"$work/figures" 2>"$work/window.log" ||
        fail "no window: $(tail -3 "$work/window.log")"
    until_true 10 "a window of $id stands" window
    process=$(xprop -id "$(window)" _NET_WM_PID | grep -o '[0-9]*$')
}
# The largest window of the program.
window() { xdotool search --onlyvisible --classname "^$id\$" | tail -1 | grep .; }
gone() { [ ! -d "/proc/$process" ]; }

start 0
ok "$(cat "$work/figures")"
xprop -id "$(window)" WM_CLASS | grep -q "\"$(sed -n 's/^StartupWMClass=//p' "$entry")\"" || fail 'its StartupWMClass'
shot window
ok 'its class is that of the menu entry'

step 'Kills it, and starts it again'
kill -9 "$process"
until_true 10 'it is gone' gone
start 10
ok "$(cat "$work/figures")"
if [ -n "$source" ]; then
    kill "$process"
    until_true 10 'it is closed' gone
    # shellcheck disable=SC2086
    env -u PYTHONDONTWRITEBYTECODE "DESKTOP_READER_HOME=$work/home" python3 "$here/first_paint.py" 10 $source >"$work/of-source" 2>/dev/null
    ok "the source, for comparison: $(cat "$work/of-source")"
    pid=$(xprop -id "$(window)" _NET_WM_PID | grep -o '[0-9]*$')
    kill "$pid"
    process=$pid
    until_true 10 'it is closed' gone
    start 0
fi

step 'Starts it a second time, with the address of a feed'
openbox >/dev/null 2>&1 &
children+=($!)
began=$SECONDS
"${as_reader[@]}" timeout 30 "${program[@]}" "$site/second.xml" >"$work/said" 2>&1 || fail "$(tail -3 "$work/said")"
ok "the second process ended within $((SECONDS - began + 1)) s"
dialog() { [ "$(xdotool search --onlyvisible --classname "^$id\$" | wc -l)" -ge 2 ]; }
until_true 20 'the first window asks whether to subscribe' dialog
found() { "${as_reader[@]}" desktop-reader --read-only feeds --json | grep -q 'The second feed'; }
sleep 3 # What the feed has is shown in it, when it has come.
shot hand-over
xdotool key Return
until_true 20 'Return subscribes' found
shot subscribed

step 'Ends it as a session does'
kill -TERM "$process"
until_true 15 'it is closed' gone
! grep -E 'Traceback|Error|error' "$work/window.log" || fail 'it complained'

step 'Ends it as an installer does'
start 0
quietly "${as_reader[@]}" env -u DISPLAY desktop-reader --quit
until_true 5 'it is closed' gone
quietly "${as_reader[@]}" desktop-reader --quit
[ -z "$(windows)" ] || fail 'it opened a window'
ok 'what does not run is as good, and nothing is opened'

step 'Asks whose the types are'
quietly as_root apt-get install -y --no-install-recommends desktop-file-utils xdg-utils
for type in "${types[@]}"; do
    owner=$(as_root xdg-mime query default "$type")
    [ "$owner" = "$id.desktop" ] || fail "$type is opened by $owner"
done
ok "${types[*]}"
for known in 'application/feed+json:*.jsonfeed' 'text/x-opml+xml:*.opml'; do
    grep -qF "$known" "$root/usr/share/mime/globs2" || fail "no type is known by $known"
done
ok 'a JSON Feed and an OPML file are known by their names'

sums() { (cd "$root/home/reader" && find .local .config -type f -print0 | sort -z | xargs -0 sha256sum); }
sums >"$work/before"
unchanged() { sums | cmp -s - "$work/before" || fail "$1 changed what is the reader's: $(sums | diff - "$work/before")"; }
step "Upgrades to $version+1"
dpkg-deb -R "$deb" "$work/next"
sed -i "s/^Version: .*/Version: $version+1/" "$work/next/DEBIAN/control"
quietly dpkg-deb --root-owner-group -Zgzip -z1 --build "$work/next" "$root/srv/next.deb"
rm -r "$work/next"
quietly as_root apt-get install -y --no-install-recommends /srv/next.deb
[ "$(as_root dpkg-query -Wf '${Version}' desktop-reader)" = "$version+1" ] || fail 'it is not the newer one'
unchanged 'the upgrade'
ok "$(wc -l <"$work/before") files of the reader's are as they were"
"${as_reader[@]}" desktop-reader articles --json | grep -q 'Ferries of the second island' || fail 'the articles are not there'
ok 'the newer one reads them'
sums >"$work/before"

for deed in remove purge; do
    step "And to $deed"
    quietly as_root apt-get install -y --no-install-recommends /srv/next.deb # A removed one leaves nothing to purge.
    quietly as_root apt-get "$deed" -y desktop-reader
    unchanged "$deed"
    left=$(as_root find / -xdev \( -path /home -o -path /run/reader -o -path /srv \) -prune -o -iname '*desktop[-_]reader*' -print)
    [ -z "$left" ] || fail "it left $left"
    ! grep -rl "$id" "$root/usr/share/applications" "$root/usr/share/mime" || fail 'the menu still knows it'
    ok "nothing is left but the reader's own files, unchanged"
done
printf '\nAll is as it should be: %s\n' "$(basename "$deb")"
