@echo off
rem `berth` for terminals, in resources\bin of the installed app. The app itself answers commands, without
rem a window. What follows -- is for the command and not for Chromium.
"%~dp0..\..\Berth.exe" --cli -- %*
exit /b %ERRORLEVEL%
