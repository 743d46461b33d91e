#!/bin/sh
# `berth` for terminals, in Berth.app/Contents/Resources/bin; people link to it from their PATH. The app
# itself answers commands, without a window. What follows -- is for the command and not for Chromium.
exec "$(dirname "$(readlink -f "$0")")/../../MacOS/Berth" --cli -- "$@"
