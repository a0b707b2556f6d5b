"""The API of what leaves by file."""
