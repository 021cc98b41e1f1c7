"""The web page, its server, and the SCORM package."""
