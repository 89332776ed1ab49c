"""One function a letter, one folder of templates beside it.

A folder letters/<kind>/ holds subject.txt, body.txt and body.html; the bodies extend the frame and
fill its blocks: `heading` (HTML alone); `words`, which an organizer's own words take the place
of; `more`, which always stays (facts, the ticket, buttons); `after`, further words of ours that
own words replace too; `why`. What templates are given stands in letters/compose.py.
"""
