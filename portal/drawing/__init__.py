"""Geometry of the drawings: data in, places out. Paint is in static/css/drawing.css, the SVG in templates/drawing."""
