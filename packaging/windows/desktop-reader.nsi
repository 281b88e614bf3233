; The installer for Windows, for one user and without an administrator. PAYLOAD is the folder that `python dev.py freeze`
; made; OUT the file to write; VERSION the program's:
;
;     makensis -WX -DPAYLOAD=build\frozen\desktop-reader -DOUT=dist\desktop-reader-0.1.0-windows.exe -DVERSION=0.1.0 desktop-reader.nsi
;
; It never touches the library: that lies in %LOCALAPPDATA%\desktop-reader, the program in ...\Programs\Desktop Reader.

Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define NAME "Desktop Reader"
!define ID "org.desktop_reader.DesktopReader"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"
!define CAPABILITIES "Software\Desktop Reader\Capabilities"
!define PROGRAM "$INSTDIR\desktop-reader.exe"

Name "${NAME}"
OutFile "${OUT}"
SetCompressor /SOLID lzma
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Desktop Reader"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The developers of Desktop Reader, MIT"

!ifdef ICON
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "${PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Japanese"

; A scheme (feed:) or a kind of file, as something that this program can open.
!macro OPENS CLASS WORDS
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" "${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"${PROGRAM}" "%1"'
!macroend
!macro SCHEME NAME_OF
  !insertmacro OPENS "DesktopReader.${NAME_OF}" "Feed"
  WriteRegStr HKCU "${CLASSES}\DesktopReader.${NAME_OF}" "URL Protocol" ""
  WriteRegStr HKCU "${CAPABILITIES}\URLAssociations" "${NAME_OF}" "DesktopReader.${NAME_OF}"
!macroend
!macro ENDING NAME_OF WORDS
  !insertmacro OPENS "DesktopReader.${NAME_OF}" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\.${NAME_OF}\OpenWithProgids" "DesktopReader.${NAME_OF}" ""
  WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".${NAME_OF}" "DesktopReader.${NAME_OF}"
!macroend
!macro FORGET NAME_OF
  DeleteRegKey HKCU "${CLASSES}\DesktopReader.${NAME_OF}"
  DeleteRegValue HKCU "${CLASSES}\.${NAME_OF}\OpenWithProgids" "DesktopReader.${NAME_OF}"
!macroend

; Windows cannot replace what runs. The program that is there is asked to end, also from the tray, where closing its window
; would not do, and that returns when all is saved and closed. Whatever still runs a second later hangs, and is ended by
; force, which a library bears: what is not written whole is not written at all.
!macro CLOSE
  ${If} ${FileExists} "${PROGRAM}"
    DetailPrint "${NAME} --quit"
    nsExec::Exec /TIMEOUT=60000 '"${PROGRAM}" --quit'
    Pop $0
    Sleep 1000
    nsExec::Exec 'taskkill /F /IM desktop-reader.exe'
    Pop $0
    ${If} $0 == 0
      Sleep 1000
    ${EndIf}
  ${EndIf}
!macroend

Section "${NAME}" PROGRAM_FILES
  SectionIn RO
  !insertmacro CLOSE
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r /x check.exe "${PAYLOAD}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "${PROGRAM}"

  !insertmacro SCHEME "feed"
  !insertmacro SCHEME "feeds"
  !insertmacro SCHEME "desktop-reader"
  !insertmacro ENDING "opml" "List of feeds"
  !insertmacro ENDING "rss" "Feed"
  !insertmacro ENDING "atom" "Feed"
  !insertmacro ENDING "jsonfeed" "Feed"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "${NAME}"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "A feed and news reader whose library belongs to its reader"
  WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "${CAPABILITIES}"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The developers of Desktop Reader"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "On the desktop" DESKTOP_LINK
  CreateShortcut "$DESKTOP\${NAME}.lnk" "${PROGRAM}"
SectionEnd

Section "Uninstall"
  !insertmacro CLOSE
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\desktop-reader.exe"
  Delete "$INSTDIR\desktop-reader-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  !insertmacro FORGET "feed"
  !insertmacro FORGET "feeds"
  !insertmacro FORGET "desktop-reader"
  !insertmacro FORGET "opml"
  !insertmacro FORGET "rss"
  !insertmacro FORGET "atom"
  !insertmacro FORGET "jsonfeed"
  DeleteRegKey HKCU "Software\Desktop Reader"
  DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${NAME}"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
