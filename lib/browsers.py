"""What a browser is called, for its owner to recognise it in a list."""

_NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_named(user_agent: str) -> str:
    """«Firefox, Windows»; "" where neither can be told. Only the first thousand characters count.

    The first mark that is found wins: Edge says that it is Chrome, and Chrome that it is Safari.
    """
    said = user_agent[:1000]
    found = (
        next((name for mark, name in marks if mark in said), "") for marks in (_NAMES, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)
