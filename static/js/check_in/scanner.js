// One door: a code is seen or typed, the server answers — or the phone itself, where the server is
// out of reach — and the screen says it loudly.

import { Camera } from "./camera.js";
import { compareClock, doorTime } from "./clock.js";
import { judge } from "./judge.js";
import { openOffline } from "./offline.js";
import { forgetPack, readPack, refreshPack } from "./pack.js";
import { PeopleSearch } from "./people.js";
import { Phone, Refused } from "./phone.js";
import { DoorQuestions } from "./questions.js";
import { Reader } from "./reader.js";
import { Readings } from "./readings.js";
import { RecentReadings } from "./recent.js";
import { allowSound } from "./sound.js";
import { looksLikeToken, printOf, shortCode, unbent, verified } from "./tickets.js";
import { VerdictScreen } from "./verdict.js";
import { TONES, clock, named, said, words } from "./words.js";

const ONE_CODE = 1000; // ms between two keys of one code, at a kiosk
const SAME_CODE_RESTS = 3000; // ms out of sight before the same code is read again
const WORTH_SAYING = 400; // ms without an answer
const WAITS_FOR_SERVER = { admitted: 250, left: 250, already_admitted: 2000, refused: 2000 }; // ms
const SYNC = 15_000; // ms between two words with the server
const RECOUNT = 2000; // ms after a reading: a busy server counts for all doors together, a moment late
const PACK_AGE = 60_000; // ms after which the pack is asked for again
const NEVER_FORCED = new Set(["unknown_code", "bad_signature", "wrong_event", "revoked", "device_revoked"]);

const find = (selector) => document.querySelector(selector);

export class Door {
  #phone;
  #readings;
  #pack = null;
  #busy = false;
  #recount = null;
  #turn = Promise.resolve();
  #isLeaving = false;
  #lastSeen = { code: null, at: 0 };
  #verdict = new VerdictScreen(find("#verdict"), find("#announcement"));
  #recent = new RecentReadings((order) => this.#undo(order));
  #questions = new DoorQuestions();
  #camera = new Camera(find("#camera video"));
  #reader = null;
  #people;
  #keys = { text: "", at: 0 };
  #onAnyway = null;

  constructor(phone) {
    this.#phone = phone;
    this.#readings = new Readings(phone);
    this.#people = new PeopleSearch(phone, () => this.#pack, (code) => this.#take(code));
  }

  async open() {
    await this.#readings.recover();
    this.#pack = await readPack(this.#phone.door).catch(() => null);
    this.#showDoor();
    this.#listen();
    find("#by-hand")?.remove();
    find("#app").hidden = false;
    this.#startCamera();
    openOffline().then(() => (document.documentElement.dataset.offline = "ready"));
    await this.#sync({ pack: true });
    setInterval(() => this.#sync(), SYNC);
  }

  // ── One reading ────────────────────────────────────────────────────────────────────────

  // One after the other: what is typed while another code waits for its answer comes next.
  #check(code, options) {
    this.#turn = this.#turn.then(() => this.#checkNow(code, options)).catch(() => this.#say(words.unreadable));
    return this.#turn;
  }

  async #checkNow(code, { force = false } = {}) {
    if (this.#isLeaving) return;
    this.#busy = true;
    const slow = setTimeout(() => this.#say(words.checking), WORTH_SAYING);
    try {
      const direction = find("#typed [name=way]:checked")?.value ?? "entry";
      const ticket = await this.#identify(code);
      const reading = await this.#readings.keep({ code, direction, force, ticket: ticket.ticket ?? null });
      const alone = await this.#alone(reading, ticket);
      await this.#answer(reading, alone);
    } finally {
      clearTimeout(slow);
      this.#busy = false;
    }
  }

  async #identify(code) {
    if (!this.#pack || !crypto.subtle) return {};
    if (looksLikeToken(code)) return (await verified(code, this.#pack.keys)) ?? "bad_signature";
    const short = shortCode(code);
    const ticket = short && this.#pack.byPrint.get(await printOf(this.#pack.event.id, short));
    return ticket ? { event: this.#pack.event.id, ticket } : "unknown_code";
  }

  // What this phone would answer by itself; null where it does not know enough.
  async #alone(reading, ticket) {
    if (!this.#pack || !crypto.subtle || !reading.order) return null;
    const known = this.#pack.knownMoves.get(reading.ticket) ?? [];
    const moves = reading.ticket ? await this.#readings.movesBefore(reading, known, this.#pack.readAt) : [];
    const scan = { direction: reading.direction, at: reading.scanned_at, force: reading.force };
    return judge(this.#pack, ticket, scan, moves);
  }

  async #answer(reading, alone) {
    const asking = navigator.onLine || !alone ? this.#asked(reading, alone) : Promise.resolve(null);
    const patience = alone ? this.#patienceFor(alone) : Infinity;
    const answer = await first(asking, patience);
    if (this.#isLeaving) return; // it may no longer let anybody in
    if (answer) {
      this.#say(null);
      const now = await this.#readings.settle(reading, answer.said);
      return this.#show(now, this.#told(answer.said, now), answer.counts);
    }
    const told = { told: alone.verdict, told_reason: alone.reason ?? null };
    const now = await this.#readings.change(reading, told);
    await this.#show(now, this.#toldAlone(alone, now));
    this.#sync();
  }

  // Where chairs are counted the server alone knows the last one: it is given more time.
  #patienceFor({ verdict }) {
    return this.#pack.checkpoint.capacity === null ? WAITS_FOR_SERVER[verdict] : WAITS_FOR_SERVER.refused;
  }

  // The server's answer, or null where this phone can answer by itself and the network failed.
  async #asked(reading, alone) {
    for (;;) {
      try {
        return await this.#readings.ask(reading);
      } catch (error) {
        if (hasEnded(error)) return this.#end();
        if (isGone(error)) return this.#close();
        if (error instanceof Refused && !alone) throw error;
        if (alone) return null;
        this.#say(error.message === "busy" ? words.busy : words.no_network);
        await pause(2000);
      }
    }
  }

  #told(answer, reading) {
    const person = answer.person ?? this.#personOf(reading);
    this.#recent.know(reading.nonce, person?.name);
    return this.#screen(answer.verdict, answer.reason, person, {
      admittedAt: answer.admitted_at && Date.parse(answer.admitted_at),
      conflict: answer.conflict && answer.verdict === "admitted",
      rightDoors: answer.right_doors,
    });
  }

  #toldAlone(alone, reading) {
    const person = this.#personOf(reading);
    return this.#screen(alone.verdict, alone.reason, person, { admittedAt: alone.admittedAt, isAlone: true });
  }

  #screen(verdict, reason, person, { admittedAt, conflict, rightDoors = [], isAlone = false } = {}) {
    const doors = rightDoors.map((id) => this.#pack?.doors.find((door) => door.id === id)?.name).filter(Boolean);
    const chosen = this.#pack?.sessions.filter(({ id }) => person?.sessions?.includes(id)) ?? [];
    const why = [
      reason && words.reasons[reason],
      doors.length && said("right_door", { doors: doors.join(", ") }),
      verdict === "already_admitted" && admittedAt && said("came_in_at", { time: clock(admittedAt, this.#zone) }),
      conflict && words.other_door,
      isAlone && words.answered_alone,
    ];
    return {
      verdict, reason,
      tone: TONES[verdict],
      word: words.verdicts[verdict],
      name: person?.name ?? "",
      sector: person ? words.sectors[person.sector] : "",
      institution: person?.institution ?? "",
      sessions: chosen.map(named).join(" · "),
      why: why.filter(Boolean).join(" "),
    };
  }

  async #show(reading, shown, counts = null) {
    if (counts) this.#showCounts(counts);
    clearTimeout(this.#recount);
    this.#recount = setTimeout(() => this.#sync(), RECOUNT);
    const mayForce = !this.#isKiosk && !NEVER_FORCED.has(shown.reason) && !reading.force;
    const turnedAway = shown.verdict === "refused" || shown.verdict === "already_admitted";
    find("#admit-anyway").hidden = !(turnedAway && mayForce);
    this.#onAnyway = () => this.#check(reading.code, { force: true });
    const questions = shown.verdict === "admitted" && !this.#isKiosk && reading.order ? (this.#pack?.questions ?? []) : [];
    const asks = this.#questions.ask(questions, async (answers) => {
      await this.#readings.change(reading, { answers, state: "waiting" });
      this.#verdict.close();
      this.#sync();
    });
    // Staff may decide otherwise; a participant reads for the first time where to go.
    const longer = turnedAway && (mayForce || this.#isKiosk);
    this.#verdict.show(shown, { stays: asks, longer, onClose: () => this.#focusField() });
    if (asks) find("#door-questions input")?.focus();
    await this.#showReadings();
  }

  async #undo(order) {
    const reading = (await this.#readings.all()).find((one) => one.order === order);
    await this.#readings.change(reading, { annulled_at: doorTime(), state: "waiting" });
    await this.#showReadings();
    this.#say(words.scan_undone);
    await this.#sync();
  }

  #personOf(reading) {
    return this.#pack?.people.get(reading.ticket) ?? null;
  }

  // ── The server ─────────────────────────────────────────────────────────────────────────

  // Sends what waits, hears the counts, and renews the pack when it has grown old.
  async #sync({ pack = false } = {}) {
    if (this.#isLeaving) return;
    try {
      const counts = await this.#readings.sendAll((now, answer, before) => this.#heard(now, answer, before));
      if (counts) this.#showCounts(counts);
      if (pack || !this.#pack || doorTime() - this.#pack.readAt > PACK_AGE) await this.#renewPack();
      this.#showNetwork(true);
    } catch (error) {
      if (hasEnded(error)) return this.#end();
      if (isGone(error)) return this.#close();
      this.#showNetwork(false);
    }
    await this.#showReadings();
  }

  async #renewPack() {
    await refreshPack(this.#phone);
    this.#pack = await readPack(this.#phone.door);
    await this.#phone.learn(this.#pack.device);
    await this.#readings.tidy(this.#pack.readAt);
    this.#showDoor();
  }

  // What the server made of a reading that this phone had answered by itself.
  async #heard(reading, answer, before) {
    this.#recent.know(reading.nonce, answer.person?.name);
    if (!before.told || answer.verdict === before.told) {
      if (answer.conflict) this.#warn(reading, answer);
      return;
    }
    this.#warn(reading, answer);
  }

  #warn(reading, answer) {
    const who = answer.person?.name ?? words.ticket;
    const what = [words.verdicts[answer.verdict], answer.reason && words.reasons[answer.reason]].filter(Boolean).join(": ");
    const time = clock(reading.scanned_at, this.#zone);
    const item = document.createElement("li");
    item.textContent = said("server_says", { who, time, what });
    find("#conflicts ul").append(item);
    find("#conflicts").hidden = false;
  }

  // This phone may no longer check in: it sends what it has and forgets everybody.
  async #end() {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    await this.#readings.sendAll(async () => {}).catch(() => {});
    await this.#phone.leave();
    find("#app").hidden = true;
    find("#ended").hidden = false;
    find("#ended .door__name").focus();
  }

  // An organizer removed this door: nothing that is read here can be sent any more.
  async #close() {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    await forgetPack(this.#phone.door).catch(() => {});
    const unsent = (await this.#readings.waiting()).length;
    find("#unsent").textContent = unsent ? said("unsent", { count: unsent }) : "";
    find("#app").hidden = true;
    find("#gone").hidden = false;
    find("#gone .door__name").focus();
  }

  async #signOut() {
    const waiting = (await this.#readings.waiting()).length;
    if (waiting) await this.#sync();
    const left = (await this.#readings.waiting()).length;
    if (left && !confirm(said("leave_and_lose", { count: left }))) return;
    this.#isLeaving = true;
    await this.#phone.leave({ alsoReadings: true });
    location.assign("/check-in/");
  }

  // ── The page ───────────────────────────────────────────────────────────────────────────

  get #zone() {
    return this.#pack?.event.timezone;
  }

  get #isKiosk() {
    return Boolean(this.#pack?.device.kiosk ?? this.#phone.device.kiosk);
  }

  #showDoor() {
    const { device, door } = this.#phone;
    const name = this.#pack?.checkpoint.name ?? device.checkpoints.find(({ id }) => id === door)?.name;
    find("#door-name").textContent = name ?? "";
    find("#door-event").textContent = this.#pack ? named(this.#pack.event) : "";
    if (this.#pack) document.title = `${name} · ${named(this.#pack.event)}`;
    document.body.classList.toggle("kiosk", this.#isKiosk);
    find("#way").hidden = !this.#pack?.checkpoint.counts_exits || this.#isKiosk;
    find("#inside").hidden = !this.#pack?.checkpoint.counts_exits;
    find("#phone-name").textContent = device.name;
    const others = device.checkpoints.filter(({ id }) => id !== door);
    find("#other-doors").replaceChildren(...others.map(linkTo));
    find("#of-staff").hidden = !device.is_own;
    for (const link of document.querySelectorAll("#of-staff a")) {
      link.href = `/check-in/${door}/${link.dataset.page}`;
    }
  }

  #showCounts(counts) {
    for (const number of document.querySelectorAll("#counter [data-count]")) {
      number.textContent = counts[number.dataset.count];
    }
  }

  #showNetwork(isOnline) {
    document.documentElement.dataset.network = isOnline ? "online" : "offline";
    find("#no-network").hidden = isOnline;
  }

  async #showReadings() {
    const waiting = (await this.#readings.waiting()).filter(({ told, verdict }) => told || verdict).length;
    find("#waiting").textContent = waiting ? said("scans_wait", { count: waiting }) : "";
    find("#waiting").hidden = !waiting;
    this.#recent.show(await this.#readings.latest(), {
      timezone: this.#zone,
      nameOf: (reading) => this.#personOf(reading)?.name,
      isKiosk: this.#isKiosk,
    });
  }

  #say(message) {
    find("#trouble p").textContent = message ?? "";
    find("#trouble").hidden = !message;
  }

  // A ticket that stays in view is one reading, however long it is held.
  #isNew(code) {
    const seenBefore = code === this.#lastSeen.code && performance.now() - this.#lastSeen.at < SAME_CODE_RESTS;
    this.#lastSeen = { code, at: performance.now() };
    return !seenBefore;
  }

  async #startCamera() {
    find("#camera-controls").hidden = false;
    find("#retry-camera").hidden = true;
    try {
      if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
      await this.#camera.start({ front: this.#isKiosk });
    } catch (error) {
      this.#say(error.name === "NotAllowedError" ? words.camera_refused : words.no_camera);
      find("#retry-camera").hidden = false;
      return;
    }
    this.#say(null);
    find("#camera").hidden = false;
    this.#showCamera();
    stayAwake();
    this.#reader ??= new Reader(find("#app").dataset.decoder, () => this.#say(words.no_decoder));
    this.#camera.lookWith(async (frame) => {
      const code = await this.#reader.read(frame);
      if (!code || this.#busy || !this.#isNew(code)) return;
      if (this.#verdict.isOpen && !find("#door-questions").hidden) return; // somebody is being asked
      await this.#check(code);
      this.#lastSeen.at = performance.now(); // however long the answer took, it was in view
    });
  }

  async #showCamera() {
    find("#torch").hidden = !this.#camera.hasTorch;
    const choices = await this.#camera.choices();
    find("#which-camera").hidden = choices.length < 2;
    find("#which-camera select").replaceChildren(
      ...choices.map(({ id, label, isOn }, at) => new Option(label || said("camera_number", { number: at + 1 }), id, isOn, isOn)),
    );
  }

  #focusField() {
    if (matchMedia("(pointer: fine)").matches && !this.#isKiosk) find("#door-code").focus();
  }

  // A code by keyboard, by a scanner that types, or of who was found by name.
  async #take(text) {
    const code = unbent(text);
    if (!looksLikeToken(code) && !shortCode(code) && !/\d/.test(code)) return; // a name: the list is below
    find("#door-code").value = "";
    this.#people.clear();
    await this.#check(code);
  }

  // At a kiosk there is no field to type in; what a scanner types within a moment is read all the same.
  #gather(event) {
    const gone = event.timeStamp - this.#keys.at > ONE_CODE;
    const text = gone ? "" : this.#keys.text;
    if (event.key === "Enter" && text) {
      event.preventDefault();
      this.#take(text);
    }
    const isSign = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSign || event.key === "Enter") this.#keys = { text: isSign ? text + event.key : "", at: event.timeStamp };
  }

  #listen() {
    find("#typed").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = find("#door-code").value.trim();
      if (text) this.#take(text);
    });
    find("#door-code").addEventListener("input", ({ target }) => {
      const isCode = looksLikeToken(unbent(target.value)) || shortCode(target.value);
      if (isCode) this.#people.clear();
      else this.#people.type(target.value);
    });
    // A scanner that types does not look where the cursor is.
    document.addEventListener("keydown", (event) => {
      if (this.#isKiosk) return this.#gather(event);
      const field = document.activeElement?.closest("input, select, textarea, button, a, summary");
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !field) find("#door-code").focus();
    });
    find("#admit-anyway").addEventListener("click", () => {
      this.#verdict.close();
      this.#onAnyway?.();
    });
    find("#retry-camera").addEventListener("click", () => this.#startCamera());
    find("#torch").addEventListener("click", async ({ currentTarget: button }) => {
      const on = button.getAttribute("aria-pressed") !== "true";
      await this.#camera.setTorch(on);
      button.setAttribute("aria-pressed", String(on));
    });
    find("#which-camera select").addEventListener("change", async ({ target }) => {
      await this.#camera.change(target.value).catch(() => this.#say(words.no_camera));
      this.#showCamera();
    });
    find("#leave").addEventListener("click", () => this.#signOut());
    find("#conflicts button").addEventListener("click", () => {
      find("#conflicts").hidden = true;
      find("#conflicts ul").replaceChildren();
    });
    document.addEventListener("pointerdown", allowSound);
    document.addEventListener("keydown", allowSound);
    window.addEventListener("online", () => this.#sync());
    window.addEventListener("offline", () => this.#showNetwork(false));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.#sync();
      if (find("#camera").hidden) return;
      stayAwake(); // a page out of sight has lost it
      this.#camera.resume().catch(() => (find("#retry-camera").hidden = false));
    });
  }
}

// Whether the server knows this phone no more, or sends it away.
function hasEnded(error) {
  return error instanceof Refused && (error.status === 410 || error.status === 401);
}

// Whether there is no such door any more. Something between us and the server may say 404, too, but
// not in its words.
function isGone(error) {
  return error instanceof Refused && error.answer?.status === 404;
}

function first(promise, patience) {
  if (patience === Infinity) return promise;
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, patience, null))]);
}

function stayAwake() {
  navigator.wakeLock?.request("screen").catch(() => {}); // a low battery may refuse
}

// A while, or until the network is back.
function pause(length) {
  return new Promise((resolve) => {
    setTimeout(resolve, length);
    window.addEventListener("online", resolve, { once: true });
  });
}

function linkTo({ id, name }) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `/check-in/${id}`, textContent: name });
  item.append(link);
  return item;
}
