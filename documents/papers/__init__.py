"""Papers as files: DOCX templates built from forms, checked when a school brings its own, filled, turned into PDF."""
