"""Endpoints of deals."""
