; The installer for one person: no administrator, nothing outside of this person's folders and keys.
; packaging/windows.py calls it with VERSION, SOURCE (the folder), TARGET (the .exe), ICON and SIDE.
;
; Silent:  waypost-…-setup.exe /S          uninstall.exe /S [/ERASE=1]
; Exit codes: 0 done, 1 cancelled, 2 stopped by Windows, 3 a Windows that is too old, 4 Waypost is
; open, 5 a file is held by another program.
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
; through other people's processes.
!macro RefuseWhileOpen NEXT
  ${NEXT}again:
  ${If} ${FileExists} "$INSTDIR\waypost.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\waypost.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY ${NEXT}again
      SetErrorLevel 4
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Whatever release lies there, one or two of them, and what an update left.
!macro DropReleases WHERE
  FindFirst $2 $3 "$INSTDIR\release-*"
  ${WHERE}next:
  ${If} $3 != ""
    RMDir /r "$INSTDIR\$3"
    FindNext $2 $3
    Goto ${WHERE}next
  ${EndIf}
  FindClose $2
  Delete "$INSTDIR\waypost-*.exe"
  Delete "$INSTDIR\update.json"
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

; The new program is laid beside the old one first: where the disk fills up or the power goes, the
; old one is still whole.
Section "install"
  !insertmacro RefuseWhileOpen install
  RMDir /r "$INSTDIR\new"
  SetOutPath "$INSTDIR\new"
  File /r "${SOURCE}/*"
  SetOutPath "$INSTDIR"
  StrCpy $1 0
  again:
  Delete "$INSTDIR\waypost.exe"
  !insertmacro DropReleases install
  ${If} ${FileExists} "$INSTDIR\waypost.exe"
  ${OrIf} ${FileExists} "$INSTDIR\release-*"
    ; a virus scanner may still be reading
    IntOp $1 $1 + 1
    Sleep 500
    IntCmp $1 20 0 again 0
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsHeld)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 5
    Quit
  ${EndIf}
  placing:
  ClearErrors
  Rename "$INSTDIR\new\release-${VERSION}" "$INSTDIR\release-${VERSION}"
  ${If} ${Errors}
    IntOp $1 $1 + 1
    Sleep 500
    IntCmp $1 40 0 placing 0
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsHeld)" /SD IDCANCEL IDRETRY placing
    SetErrorLevel 5
    Quit
  ${EndIf}
  Delete "$INSTDIR\waypost-command.cmd"
  Rename "$INSTDIR\new\waypost-command.cmd" "$INSTDIR\waypost-command.cmd"
  Rename "$INSTDIR\new\waypost.exe" "$INSTDIR\waypost.exe"
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
  !insertmacro DropReleases uninstall
  RMDir /r "$INSTDIR\updates"
  RMDir /r "$INSTDIR\new"
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
