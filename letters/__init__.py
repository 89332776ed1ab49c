"""One function a letter, one folder of templates beside it."""
