"""Reports to read and to hand on, as DOCX and as PDF/UA, from one description of what they say."""
