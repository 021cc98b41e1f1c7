"""The web page, its local server, the page of stills and the SCORM package. Imports bundle/text."""
