"""Endpoints of the catalog."""
