// The types of what the scanner's modules pass to each other and of what the server sends. The type
// checker reads this file; browsers do not load it. A number named `…_at` or `…At` is ms since 1970, a
// string with such a name is a time in ISO 8601.

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

// How a verdict looks (colour, icon) and sounds.
export type Tone = "admitted" | "already" | "left" | "refused";

// ── The phone, and what it knows about its door ────────────────────────────────────────────

export interface NamedDoor {
  id: number;
  name: string;
}

// A pairing of this phone, as the server sends it.
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
  is_own: boolean; // paired by the sign-in of its owner; false: paired by a code
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
  shown_if: { key: string; any: string[] } | null; // asked only after one of these answers to `key`
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

// A participant in the pack. `tags` and `group`: what this door shows. `family`: the same for people who
// come together; 0: alone. Packs stored by an older release have none of these three.
export type NameRow = [
  ticket: string, name: string, sector: string, institution: string, sessions: number[], code: string,
  tags?: string[], group?: string, family?: number,
];

// The pack of a door as the server sends it (blueprints/check_in/packs.py), without the names.
export interface PackSent {
  event: Titled & { id: number; timezone: string; ends_at: string; called_off: boolean };
  checkpoint: Checkpoint;
  doors: NamedDoor[];
  device: Omit<Device, "event_id" | "token">;
  keys: TicketKey[];
  // The fingerprint is of the short code; `refused` is empty for a ticket that may enter; `ending` is
  // the end of the short code.
  tickets: [ticket: string, fingerprint: string, refused: Reason | "", ending?: string][];
  // Tickets that are not for this door, and the doors that they are for. Packs stored by an older
  // release have neither these nor the endings.
  astray?: [ticket: string, doors: number[]][];
  known: [ticket: string, admittedAt: string, inside: boolean][]; // who was admitted at this door already
  inside: number | null; // null: the door has no limit of people inside
  sessions: (Titled & { id: number })[];
  questions: Question[];
}

// The pack with maps for fast look-ups. All maps are by ticket, except byFingerprint.
export interface Pack extends PackSent {
  readAt: number;
  objections: Map<string, Reason | "">; // why the ticket may not enter; empty: it may
  byFingerprint: Map<string, string>; // the ticket by the fingerprint of its short code
  endings: Map<string, string | undefined>; // the end of the ticket's short code
  rightDoors: Map<string, number[]>;
  knownMoves: Map<string, Move[]>;
  people: Map<string, Person & { code: string; family: number }>;
  hasNames: boolean;
}

export interface Person {
  name: string;
  sector: string;
  institution: string;
  sessions?: number[];
  tags?: string[];
  group?: string;
}

// Somebody who was found by name. The phone sends `code` to check them in; null: they have no ticket.
export interface Found extends Person {
  status: string;
  code: string | null;
  family: number; // the same for people who come together; 0: alone
  admitted: boolean; // this door does not let them in once more
}

// ── A reading and its verdict ──────────────────────────────────────────────────────────────

export interface Ticket {
  event: number;
  ticket: string;
}

// The ticket of a code, or why the code is no ticket.
export type Identity = Ticket | "unknown_code" | "bad_signature";

// Somebody went in or out.
export interface Move {
  at: number;
  direction: Direction;
}

// Waiting: to be sent. Unreadable: the server could not read it. Owed: an earlier pairing of this phone
// read it and has not sent it.
export type ReadingState = "waiting" | "sent" | "unreadable" | `owed ${string}`;

// One reading of one code, as the phone stores it. It holds no names.
export interface Reading {
  order?: number; // its key in the store; missing if the phone cannot store anything
  nonce: string;
  door: number;
  code: string;
  ticket: string | null;
  direction: Direction;
  force: boolean;
  scanned_at: number;
  state: ReadingState;
  // The verdict that the phone showed by itself. Null if it was the server's, or if none was shown.
  told: VerdictWord | null;
  told_reason: Reason | null;
  // What the server answered.
  verdict?: VerdictWord | null;
  reason?: Reason | null;
  conflict?: boolean;
  unmatched?: boolean; // also as the phone told it by itself
  admitted_at?: string | null;
  answered_at?: number;
  // What people did afterwards: the reading was undone, or the door's questions were answered.
  annulled_at?: number | null;
  answers?: Answers | null;
}

// A reading as it is sent to the server.
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

// The phone's own verdict, by the rules in judge.js. `forced`: against the rules, because staff decided
// so. `unmatched`: left before any entry that this phone knows.
export type Judgement =
  | { verdict: "admitted" | "left"; forced: boolean; unmatched?: boolean; reason?: undefined; admittedAt?: undefined }
  | { verdict: "already_admitted"; admittedAt: number | undefined; reason?: undefined; unmatched?: undefined }
  | { verdict: "refused"; reason: Reason; admittedAt?: undefined; unmatched?: undefined };

// The server's answer to one reading: the kept verdict, or that the reading could not be read.
export type Answer = Kept | { nonce: string; verdict: null; unreadable: true };

export interface Kept {
  nonce: string;
  verdict: VerdictWord;
  unreadable?: undefined;
  // Missing if this phone may no longer check in.
  reason?: Reason | null;
  conflict?: boolean;
  unmatched?: boolean;
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
  isNew: boolean; // the server counted after this request; false: it sent an earlier count
}

// The messages between the page and the decoder's worker. The worker first says which decoder works
// (null: none), then it answers each frame with the texts of its QR codes.
export interface Frame {
  pixels: ArrayBuffer;
  width: number;
  height: number;
}

export type FromDecoder = { ready: "wasm" | "script" | null } | { codes: string[] };

// What the screen of a verdict shows.
export interface Shown {
  verdict: VerdictWord;
  reason: Reason | null;
  tone: Tone;
  word: string;
  name: string;
  sector: string;
  institution: string;
  sessions: string;
  marks: string;
  why: string;
  next_step: string;
}

// ── The texts of the page (templates/check_in/scanner/_words.html) ─────────────────────────

export type Sentence =
  | "ticket" | "ticket_ending" | "undo_older" | "yes" | "no" | "asking" | "undone" | "undo_of" | "scan_undone" | "not_sent_yet"
  | "conflict" | "checking" | "no_network" | "busy" | "unreadable" | "old_tab" | "new_tab"
  | "answered_alone" | "unmatched" | "inside_as_known" | "other_door" | "right_door" | "send_to_desk" | "let_them_wait" | "go_to_desk" | "wait_here" | "came_in_at" | "server_says"
  | "answers_unfit" | "scans_wait" | "unsent" | "owed" | "owed_refused" | "leave_and_lose"
  | "check_in" | "record_exit" | "check_in_all" | "check_in_all_of" | "group_code" | "nobody_found" | "first_found" | "no_names_here" | "camera_number" | "no_camera"
  | "camera_refused" | "not_secure" | "no_encryption" | "no_decoder";

export type Words = Record<Sentence, string> & {
  verdicts: Record<VerdictWord, string>;
  reasons: Record<Reason, string>;
  sectors: Record<string, string>;
  statuses: Record<string, string>;
};

// ── What is stored on the phone (store.js, IndexedDB) ──────────────────────────────────────

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
