"""What every page needs: language, words for dates and numbers, marking strip. Knows no app."""
