"""Back office: workshops in the room, their rounds and their sentences."""

PAGES = ()
