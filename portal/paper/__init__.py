"""Papers that leave the portal: PDF for printing, for archives (PDF/A-3a) and for screen readers (PDF/UA-1).

Knows no app: who wants a paper brings plain data and names a form in `templates/typst`. The fonts beside are Noto Sans
(SIL Open Font License, fonts/OFL.txt), made by tools/paper_fonts.py from the ones that the pages use.
"""
