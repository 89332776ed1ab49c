// What the scanner's modules hand to each other, and what the server tells them: types alone, no
// browser loads this file. Numbers called `…_at` are ms since 1970; texts called so are ISO times.

import type { DBSchema } from "idb";

// ── Words that the server and the phone share (models/scans.py) ─────────────────────────

export type Direction = "entry" | "exit";
export type VerdictWord = "admitted" | "already_admitted" | "left" | "refused";
export type Reason =
  | "unknown_code"
  | "bad_signature"
  | "wrong_event"
  | "not_confirmed"
  | "cancelled"
  | "revoked"
  | "wrong_checkpoint"
  | "event_called_off"
  | "outside_window"
  | "not_inside"
  | "room_full"
  | "device_revoked";

// How a verdict looks and sounds.
export type Tone = "admitted" | "already" | "left" | "refused";

// ── What the phone is, and knows of its door ───────────────────────────────────────────────

export interface NamedDoor {
  id: number;
  name: string;
}

// A phone as the server tells it of its pairing.
export interface Paired {
  id: number;
  event_id: number;
  token: string;
  name: string;
  kiosk: boolean;
  ends_at: string;
  checkpoints: NamedDoor[];
}

export interface Device extends Paired {
  is_own: boolean; // of somebody who is signed in, not paired by a code
}

export interface Titled {
  title: string;
  title_en: string;
}

export interface Labelled {
  label: string;
  label_en: string;
}

export interface Question extends Labelled {
  key: string;
  kind: string; // QuestionKind in models/forms.py
  shown_if: { key: string; any: string[] } | null;
  choices: (Labelled & { id: number })[];
}

export type Answers = Record<string, string | number | boolean | number[]>; // by the questions' keys

export interface Checkpoint extends NamedDoor {
  opens_at: string | null;
  closes_at: string | null;
  reentry: boolean;
  multiple: boolean;
  counts_exits: boolean;
  capacity: number | null;
}

export interface TicketKey {
  id: number;
  key: string; // base64
}

// Somebody on the list, by the ticket: name, sector, institution, sessions, short code.
export type NameRow = [ticket: string, name: string, sector: string, institution: string, sessions: number[], code: string];

// What the server sends of a door (blueprints/check_in/packs.py), without the names.
export interface PackSent {
  event: Titled & { id: number; timezone: string; ends_at: string; called_off: boolean };
  checkpoint: Checkpoint;
  doors: NamedDoor[];
  device: Omit<Device, "event_id" | "token">;
  keys: TicketKey[];
  tickets: [ticket: string, fingerprint: string, refused: Reason | ""][];
  astray?: [ticket: string, doors: number[]][]; // a pack of an older release has none
  known: [ticket: string, admittedAt: string, inside: boolean][];
  inside: number | null;
  sessions: (Titled & { id: number })[];
  questions: Question[];
}

// The same, ready to be asked.
export interface Pack extends PackSent {
  readAt: number;
  objections: Map<string, Reason | "">; // by ticket, like all maps here but byFingerprint
  byFingerprint: Map<string, string>;
  rightDoors: Map<string, number[]>;
  knownMoves: Map<string, Move[]>;
  people: Map<string, Person & { code: string }>;
  hasNames: boolean;
}

export interface Person {
  name: string;
  sector: string;
  institution: string;
  sessions?: number[];
}

// Somebody who was found by name; the code is what a phone sends for them, null without a ticket.
export interface Found extends Person {
  status: string;
  code: string | null;
}

// ── A reading, and what it comes to ────────────────────────────────────────────────────────

export interface Ticket {
  event: number;
  ticket: string;
}

// Whose code it is, or why it is nobody's.
export type Identity = Ticket | "unknown_code" | "bad_signature";

export interface Move {
  at: number;
  direction: Direction;
}

// Owed: read by an earlier pairing of this phone, and not sent yet.
export type ReadingState = "waiting" | "sent" | "unreadable" | `owed ${string}`;

// One code that was read. It holds no name of anybody.
export interface Reading {
  order?: number; // its place in the store; none where nothing can be written down
  nonce: string;
  door: number;
  code: string;
  ticket: string | null;
  direction: Direction;
  force: boolean;
  scanned_at: number;
  state: ReadingState;
  // What the phone told by itself; null where the server was asked, or nobody was told anything.
  told: VerdictWord | null;
  told_reason: Reason | null;
  // What the server said.
  verdict?: VerdictWord | null;
  reason?: Reason | null;
  conflict?: boolean;
  admitted_at?: string | null;
  answered_at?: number;
  // What people did since.
  annulled_at?: number | null;
  answers?: Answers | null;
}

// A reading as it goes to the server.
export interface ReadingSent {
  nonce: string;
  code: string;
  direction: Direction;
  scanned_at: string;
  told: VerdictWord | null;
  told_reason: Reason | null;
  force: boolean;
  annulled_at: string | null;
  answers: Answers;
}

// What the rules say without the server. `forced`: only since somebody decided so.
export type Judgement =
  | { verdict: "admitted" | "left"; forced: boolean; reason?: undefined; admittedAt?: undefined }
  | { verdict: "already_admitted"; admittedAt: number | undefined; reason?: undefined }
  | { verdict: "refused"; reason: Reason; admittedAt?: undefined };

// The server's answer to one reading: what was kept of it, or that it could not be read.
export type Answer = Kept | { nonce: string; verdict: null; unreadable: true };

export interface Kept {
  nonce: string;
  verdict: VerdictWord;
  unreadable?: undefined;
  // Not told to a phone that may no longer check in.
  reason?: Reason | null;
  conflict?: boolean;
  annulled?: boolean;
  admitted_at?: string | null;
  person?: Person | null;
  right_doors?: number[];
  answers_unfit?: boolean;
}

export interface CountsSent {
  expected: number;
  admitted: number;
  inside: number;
  refused: number;
  conflicts: number;
  by_sector: Record<string, number>;
  as_of: string;
}

export interface Counts extends CountsSent {
  isNew: boolean; // counted after the phone asked, not before
}

// What the page gives to the decoder's worker, and hears of it: once how it decodes, if at all, then
// for each frame the text of its QR code.
export interface Frame {
  pixels: ArrayBuffer;
  width: number;
  height: number;
}

export type FromDecoder = { ready: "wasm" | "script" | null } | { text: string | null };

// What a verdict's screen shows.
export interface Shown {
  verdict: VerdictWord;
  reason: Reason | null;
  tone: Tone;
  word: string;
  name: string;
  sector: string;
  institution: string;
  sessions: string;
  why: string;
}

// ── What the page says (templates/check_in/scanner/_words.html) ────────────────────────────

export type Sentence =
  | "ticket" | "yes" | "no" | "asking" | "undone" | "undo_of" | "scan_undone" | "not_sent_yet"
  | "conflict" | "checking" | "no_network" | "busy" | "unreadable" | "old_tab" | "new_tab"
  | "answered_alone" | "inside_as_known" | "other_door" | "right_door" | "came_in_at" | "server_says"
  | "answers_unfit" | "scans_wait" | "unsent" | "owed" | "owed_refused" | "leave_and_lose"
  | "nobody_found" | "first_found" | "no_names_here" | "camera_number" | "no_camera"
  | "camera_refused" | "not_secure" | "no_encryption" | "no_decoder";

export type Words = Record<Sentence, string> & {
  verdicts: Record<VerdictWord, string>;
  reasons: Record<Reason, string>;
  sectors: Record<string, string>;
  statuses: Record<string, string>;
};

// ── What is written down (store.js) ────────────────────────────────────────────────────────

export interface Encrypted {
  iv: Uint8Array<ArrayBuffer>;
  text: ArrayBuffer;
}

export interface PackKept {
  door: number;
  mark: string | null;
  readAt: number;
  pack: PackSent;
  names: Encrypted | null;
}

export interface DoorStore extends DBSchema {
  devices: { key: number; value: Device };
  former: { key: number; value: Device };
  packs: { key: number; value: PackKept };
  secrets: { key: number; value: CryptoKey };
  readings: {
    key: number;
    value: Reading;
    indexes: {
      nonce: string;
      state: string;
      door: number;
      waiting: [door: number, state: string];
      ticket: [door: number, ticket: string];
    };
  };
}
