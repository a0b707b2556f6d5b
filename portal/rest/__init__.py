"""Plumbing of the API: tokens, errors, pages, ETags, idempotency. Knows no app."""
