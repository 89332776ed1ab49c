"""The site itself: privacy, monitors."""
