"""A played school year and the autumn after it: three schools of one district, real flows, real letters.

`cast` says who there is, `script` who does what on which day, `acts` what a line of the script means, `stage` has the
database and the clock, `play` runs the year, `figures` counts what came of it; after the curtain `living` lets time go
on and opens the pages.
"""
