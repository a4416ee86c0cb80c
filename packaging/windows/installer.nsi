; The installer for one person: no administrator, nothing outside of this person's folders and keys.
; packaging/windows.py calls it with VERSION, SOURCE (the folder), TARGET (the .exe), ICON and SIDE.
;
; Silent:  waypost-…-setup.exe /S          uninstall.exe /S [/ERASE=1]
; Exit codes: 0 done, 1 cancelled, 2 stopped by Windows, 3 a Windows that is too old, 4 Waypost is
; open, 5 a file is held by another program, 6 a newer Waypost is there.
;
; The learners' data are in %LOCALAPPDATA%\Waypost, beside the program and never in its folder. They
; are touched by nothing but a tick in the uninstaller, or /ERASE=1.
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10

!define NAME "Waypost"
!define KEY "Software\${NAME}"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define DATA "$LOCALAPPDATA\Waypost"
!define STATE "$LOCALAPPDATA\Waypost State"

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "nsDialogs.nsh"

Name "${NAME} ${VERSION}"
OutFile "${TARGET}"
SetCompressor /SOLID lzma
SetCompressorDictSize 32
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${KEY}" "Folder"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache License 2.0; see NOTICE"

; ---------------------------------------------------------------- pages

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_LANGDLL_REGISTRY_ROOT "HKCU"
!define MUI_LANGDLL_REGISTRY_KEY "${KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_FINISHPAGE_RUN "$INSTDIR\waypost.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.AskForData un.HearOfData
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include "words.nsh"

Var Erase
Var Tick

; ---------------------------------------------------------------- what both do

; Windows keeps the file of a running program from being written: so it is known without looking
; through other people's processes. After an update it runs as waypost-0.2.0.exe for once.
!macro RefuseWhileOpen NEXT
  ${NEXT}again:
  FindFirst $2 $3 "$INSTDIR\waypost*.exe"
  ${NEXT}program:
  ${If} $3 != ""
    ClearErrors
    ${If} $3 != $EXEFILE
      FileOpen $0 "$INSTDIR\$3" a
      ${If} ${Errors}
        FindClose $2
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY ${NEXT}again
        SetErrorLevel 4
        Quit
      ${EndIf}
      FileClose $0
    ${EndIf}
    FindNext $2 $3
    Goto ${NEXT}program
  ${EndIf}
  FindClose $2
!macroend

; Whatever release lies there but one, and what an update left.
!macro DropReleases WHERE KEPT
  FindFirst $2 $3 "$INSTDIR\release-*"
  ${WHERE}next:
  ${If} $3 != ""
    ${If} $3 != "${KEPT}"
      RMDir /r "$INSTDIR\$3"
    ${EndIf}
    FindNext $2 $3
    Goto ${WHERE}next
  ${EndIf}
  FindClose $2
  Delete "$INSTDIR\waypost-*.exe"
  Delete "$INSTDIR\update.json"
  Delete "$INSTDIR\update*.part"
  Delete "$INSTDIR\waypost*.part"
  Delete "$INSTDIR\write-*.part"
!macroend

; ---------------------------------------------------------------- installing

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

; An older program could not open what a newer one has saved. Update files change the program and
; nothing in the registry, so it is the program that is asked.
!macro RefuseOverNewer
  ClearErrors
  ${GetFileVersion} "$INSTDIR\waypost.exe" $0
  ${IfNot} ${Errors}
    ${VersionCompare} "$0" "${NUMBERS}" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(IsNewer)" /SD IDOK
      SetErrorLevel 6
      Quit
    ${EndIf}
  ${EndIf}
!macroend

; The new program is laid beside the old one first: where the disk fills up or the power goes, the
; old one is still whole. Then names are exchanged; where one is held, all of them go back.
Section "install"
  !insertmacro RefuseWhileOpen install
  !insertmacro RefuseOverNewer
  RMDir /r "$INSTDIR\new"
  SetOutPath "$INSTDIR\new"
  File /r "${SOURCE}/*"
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\old"
  StrCpy $1 0
  exchanging:
  CreateDirectory "$INSTDIR\old"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\release-${VERSION}\*.*"
    Rename "$INSTDIR\release-${VERSION}" "$INSTDIR\old\release-${VERSION}"
    IfErrors held
  ${EndIf}
  Rename "$INSTDIR\new\release-${VERSION}" "$INSTDIR\release-${VERSION}"
  IfErrors held
  ${If} ${FileExists} "$INSTDIR\waypost.exe"
    Rename "$INSTDIR\waypost.exe" "$INSTDIR\old\waypost.exe"
    IfErrors held
  ${EndIf}
  Rename "$INSTDIR\new\waypost.exe" "$INSTDIR\waypost.exe"
  IfErrors held exchanged
  held:
  Rename "$INSTDIR\old\waypost.exe" "$INSTDIR\waypost.exe"
  ${IfNot} ${FileExists} "$INSTDIR\new\release-${VERSION}\*.*"
    Rename "$INSTDIR\release-${VERSION}" "$INSTDIR\new\release-${VERSION}"
  ${EndIf}
  Rename "$INSTDIR\old\release-${VERSION}" "$INSTDIR\release-${VERSION}"
  ; a virus scanner may still be reading
  IntOp $1 $1 + 1
  Sleep 500
  IntCmp $1 20 0 exchanging 0
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsHeld)" /SD IDCANCEL IDRETRY exchanging
  RMDir /r "$INSTDIR\new"
  RMDir "$INSTDIR\old"
  SetErrorLevel 5
  Quit
  exchanged:
  !insertmacro DropReleases install "release-${VERSION}"
  RMDir /r "$INSTDIR\old"
  Delete "$INSTDIR\waypost-command.cmd"
  Rename "$INSTDIR\new\waypost-command.cmd" "$INSTDIR\waypost-command.cmd"
  RMDir "$INSTDIR\new"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\waypost.exe"
  WriteRegStr HKCU "${KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\waypost.exe"
  WriteRegStr HKCU "${LISTED}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" $0
SectionEnd

; ---------------------------------------------------------------- removing

Function un.onInit
  StrCpy $Erase 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ERASE=" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 == "1"
    StrCpy $Erase 1
  ${EndIf}
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Function un.AskForData
  !insertmacro MUI_HEADER_TEXT "$(DataTitle)" "$(DataSubtitle)"
  nsDialogs::Create 1018
  Pop $0
  ${If} $(^RTL) == 1
    nsDialogs::SetRTL 1
  ${EndIf}
  ${NSD_CreateLabel} 0 0 100% 40u "$(DataText)"
  Pop $0
  ${NSD_CreateCheckbox} 0 50u 100% 24u "$(DataTick)"
  Pop $Tick
  ${NSD_SetState} $Tick $Erase
  nsDialogs::Show
FunctionEnd

Function un.HearOfData
  ${NSD_GetState} $Tick $Erase
FunctionEnd

Section "Uninstall"
  !insertmacro RefuseWhileOpen uninstall
  Delete "$INSTDIR\waypost.exe"
  Delete "$INSTDIR\waypost-command.cmd"
  !insertmacro DropReleases uninstall ""
  RMDir /r "$INSTDIR\updates"
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${LISTED}"
  DeleteRegKey HKCU "${KEY}"
  ${If} $Erase == 1
    RMDir /r "${DATA}"
    RMDir /r "${STATE}"
  ${EndIf}
SectionEnd
