#!/usr/bin/env bash
# Set up what `make video` (setup.sh render), `make voice` (setup.sh voice) or `make test` (setup.sh test) needs: system
# packages, then .venv/.
#
# pycairo and ManimPango have no wheels for Linux, so they are compiled: headers, pkg-config and a compiler are needed.
# PYTHON names the Python to make .venv/ with (python3).
set -euo pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly purpose=${1:?render, voice or test}
readonly python=${PYTHON:-python3}
readonly ready=.venv/ready-to-$purpose
readonly kokoro_js=1.2.1 # has the voices of Kokoro-82M

say() { printf 'setup: %s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Print the Debian packages that are missing, one a line.
missing_packages() {
    if ! have pkg-config; then
        printf '%s\n' pkg-config libcairo2-dev libpango1.0-dev
    else
        pkg-config --exists cairo || echo libcairo2-dev
        pkg-config --exists pangocairo || echo libpango1.0-dev
    fi
    have cc || echo build-essential
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    "$python" -c 'import os, sysconfig as s; os.stat(os.path.join(s.get_path("include"), "Python.h"))' \
        2>/dev/null || echo python3-dev
    if [ "$purpose" = test ] && ! { have ffmpeg && have ffprobe; }; then
        echo ffmpeg
    fi
    if [ "$purpose" = test ]; then # the bundle's documents are opened in these, with a type as wide as Arial
        have git || echo git           # a clone is made as on Windows
        have soffice || printf '%s\n' libreoffice-impress fonts-liberation
        { have pdftotext && have pdftoppm; } || echo poppler-utils
        have chromium || echo chromium # the bundle's page is opened in it
    fi
    if [ "$purpose" != render ]; then
        have npm || echo npm # the voices come from there, and what checks the page
    fi
}

install_packages() {
    local missing=("$@") root=()
    if [ "$(id -u)" -ne 0 ]; then
        root=(sudo -n)
    fi
    if have apt-get && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
        say "installing ${missing[*]}"
        local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
        ${root[@]+"${root[@]}"} "${apt[@]}" update >/dev/null || say "apt-get update failed; trying without it"
        ${root[@]+"${root[@]}"} "${apt[@]}" install --no-install-recommends -y "${missing[@]}" >/dev/null
        return
    fi
    say "these system packages are missing, and may not be installed from here: ${missing[*]}"
    say "install them with one of these, then run the command again:"
    say "  Debian, Ubuntu: sudo apt-get install -y ${missing[*]}"
    say "  Fedora:         sudo dnf install -y cairo-devel pango-devel pkgconf-pkg-config gcc gcc-c++ python3-devel ffmpeg-free git libreoffice-impress poppler-utils"
    fail "  macOS:          xcode-select --install; brew install cairo pango pkg-config ffmpeg poppler libreoffice"
}

# In each of these a folder's name would be met by a program that is run later, which says so in a log only.
for folder in "$PWD" "$(pwd -P)"; do
    case $folder in
        *"'"*) fail "the path of this folder has an apostrophe, with which pycairo cannot be built; rename or move: $folder" ;;
        *:*) fail "the path of this folder has a colon, with which Python makes no .venv; rename or move: $folder" ;;
        *$'\n'*) fail "the path of this folder has a line end, with which no program in .venv starts; rename or move: $folder" ;;
    esac
done

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fail "Python 3.11 or later is needed, and '$python' is not; name one with: make PYTHON=python3.12 video"

# Two makes at once: the second waits, and finds the work done.
mkdir -p .venv
if have flock; then
    exec 9>.venv/lock
    flock 9
fi
if [ "$ready" -nt pyproject.toml ] && [ "$ready" -nt constraints.txt ] && [ "$ready" -nt tools/setup.sh ]; then
    exit 0
fi

packages=()
while read -r package; do
    packages+=("$package")
done < <(missing_packages)
if [ "${#packages[@]}" -gt 0 ]; then
    install_packages "${packages[@]}"
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    say "making .venv (a few minutes the first time)"
    "$python" -m venv .venv
fi
extra='[bundle]'
case $purpose in
    voice) extra='[bundle,voice]' ;;
    test) extra='[dev]' ;;
esac
.venv/bin/python -m pip install -qq --disable-pip-version-check --progress-bar off --log .venv/pip.log \
    --constraint constraints.txt --editable ".$extra" || fail "pip could not install everything: see .venv/pip.log"
if [ "$purpose" != render ]; then
    mkdir -p .venv/node
    voices=$(npm pack "kokoro-js@$kokoro_js" --pack-destination .venv/node --loglevel=error) ||
        fail "npm could not fetch kokoro-js, which has the voices"
    .venv/bin/python -P tools/install_voice.py ".venv/node/$voices"
fi
if [ "$purpose" = test ]; then
    cp tests/web/package.json .venv/node/
    npm install --prefix .venv/node --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error >&2 ||
        fail "npm could not install what tests/web/package.json names"
fi
touch "$ready"
