"""What knows nothing of the domain: time, text, signatures, pictures of codes."""
