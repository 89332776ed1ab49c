// What the checker's own library does not know of browsers, or takes too lightly.

interface MediaTrackCapabilities {
  torch?: boolean; // phones, in Chromium
}

interface MediaTrackConstraintSet {
  torch?: boolean;
}

// What comes from outside is of no type until the script says of which.
interface Body {
  json(): Promise<unknown>;
}

interface JSON {
  parse(text: string): unknown;
}
