"""Files of roadmaps → `engine.source.Source`: DOCX, XLSX, PDF, text, old .doc; untrusted, hence in a child process."""
