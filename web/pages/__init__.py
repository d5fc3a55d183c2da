"""One file per page or per thing done on it: routes, nothing else. What they show is read by `workflows`."""
