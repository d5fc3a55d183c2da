"""The papers: file formats in (roadmaps) and out (orders, plans, reports). Its readers come with a later issue."""
