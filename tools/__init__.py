"""What helps to make the site, and is no part of it."""
