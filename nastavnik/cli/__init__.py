"""The commands. One file per noun; `main.py` lists them, `frame.py` makes each of them short."""
