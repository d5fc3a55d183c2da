"""The pages and the HTTP API. They come with a later issue."""
