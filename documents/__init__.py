"""The papers: tables as XLSX files so far; what reads roadmaps and writes orders comes with a later issue."""
