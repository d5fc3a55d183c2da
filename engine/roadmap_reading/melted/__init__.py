"""Tables that melted into lines: their cells found again by headings, numbers, deadlines and the shape of lines."""
