"""XLSX with people → `engine.people_reading.sheets.Grid`; untrusted, hence read in a child process."""
