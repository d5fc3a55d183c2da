"""Whether this machine has a browser for the stories, and whether a run may go without."""

import os
import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("BROWSER_STORIES") == "required"
LEFT_OUT = "browser stories LEFT OUT: no chromium on this machine (Debian: apt-get install chromium)"
