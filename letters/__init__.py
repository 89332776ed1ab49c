"""One function a letter, one folder of templates beside it.

A folder templates/letters/<kind>/ holds subject.txt and body.jinja. The body extends _letter.jinja
and fills its blocks: `heading` (in HTML alone; else the subject); `words`, which an organizer's own
words take the place of; `more`, which always stays (facts, the ticket, buttons); `after`, further
words of ours that own words replace too; `why`. It is read twice, for plain text and for HTML
(letters/formats.py), so it holds no markup: it calls the macros of `part`, which _parts.txt and
_parts.html both have, and of `common`, where words stand that several letters share. What templates
are given stands in letters/compose.py.

A new letter: a member of LetterKind, a line in letters/kinds.py, the folder, and the function that
enqueues it. What its templates ask for beyond that is invented once in letters/examples.py.
"""
