@rem Waypost in a console: waypost-command --help. Waits for the end and tells how it went.
@"%~dp0waypost.exe" %*
