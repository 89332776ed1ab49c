// What the server writes before the text of the service worker (blueprints/check_in/shell.py).

declare const RELEASE: { mark: string; files: string[]; shells: string[] };
