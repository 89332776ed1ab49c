"""Code that knows nothing of the domain: time, text, signatures, charts, QR codes."""
