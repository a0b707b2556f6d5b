"""What every answer carries for safety, and what no request may bring. Knows no app."""
