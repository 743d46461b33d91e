; `berth` for terminals: this folder is on everybody's PATH, so nothing has to be changed there. The path
; is written with a variable, since cmd.exe would misread names with accents. An app that was installed
; elsewhere has its own command in resources\bin only.
!define BERTH_COMMAND "$LOCALAPPDATA\Microsoft\WindowsApps\berth.cmd"

!macro customInstall
  ${if} $INSTDIR == "$LOCALAPPDATA\Programs\${APP_FILENAME}"
    FileOpen $0 "${BERTH_COMMAND}" w
    FileWrite $0 '@"%LOCALAPPDATA%\Programs\${APP_FILENAME}\resources\bin\berth.cmd" %*$\r$\n'
    FileClose $0
  ${endif}
!macroend

!macro customUnInstall
  Delete "${BERTH_COMMAND}"
!macroend
