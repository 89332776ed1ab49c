"""Back office: road maps, their actions, links for institutions and their reports."""

PAGES = ()
