#!/bin/sh
# `berth` for terminals, installed as /usr/bin/berth. The app itself answers commands: it opens no window
# for them, so it needs no display, and none of the sandbox for pages, which root cannot have. What
# follows -- is for the command and not for Chromium.
exec /opt/Berth/berth-desktop --headless --disable-gpu --no-sandbox --cli -- "$@"
