// Opens the scanner without a network. RELEASE is written before this text: its mark, its files,
// its shells, one for each language. Everything else passes through untouched.

/** @import { Device } from "./shapes.js" */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `meydan-door-${RELEASE.mark}`;
const CHOICES = "meydan-door"; // what people chose stays through all releases
const BEGINNING = `/static/${RELEASE.mark}/js/check_in/app.js`;
const PATIENCE = 4000; // ms for a page, where a shell is at hand
const STORE_OPENS_WITHIN = 1000; // ms; an old tab may hold it

worker.addEventListener("install", (event) => {
  event.waitUntil(install());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim().then(() => dropOldReleases()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === BEGINNING) event.waitUntil(dropOldReleases(event.clientId));
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && isScanner(address.pathname)) event.respondWith(page(request, address));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(RELEASE.files);
  // Without cookies: no page of a signed-in user is stored, and nobody's language changes.
  for (const shell of RELEASE.shells) {
    const answer = await fetch(shell, { credentials: "omit", cache: "no-store" });
    if (!answer.ok) throw new Error(`${shell}: ${answer.status}`);
    await cache.put(shell, answer);
  }
  await worker.skipWaiting();
}

// A page of an older release may still ask for one of its files: they go once no page is open but
// the one of this release that is `coming`.
/** @param {string} [coming] */
async function dropOldReleases(coming) {
  const open = await worker.clients.matchAll({ includeUncontrolled: true });
  if (open.some(({ id, url }) => id !== coming && new URL(url).pathname.startsWith("/check-in/"))) return;
  const names = (await caches.keys()).filter((name) => name.startsWith("meydan-door-"));
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

/** @param {string} path */
function isScanner(path) {
  return path === "/check-in/" || /^\/check-in\/\d+$/.test(path);
}

/** @param {Request} request */
async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// A paired phone opens its door at once; a signed-in user without a pairing, over the network.
/** @param {Request} request @param {URL} address */
async function page(request, address) {
  const devices = await pairedDevices();
  const door = Number(address.pathname.split("/")[2]);
  const shell = await shellFor(address);
  if (shell && devices.some(({ checkpoints }) => checkpoints.some(({ id }) => id === door))) return shell;
  try {
    const answer = await fetch(request, devices.length ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    const sentAway = answer.redirected || answer.type === "opaqueredirect";
    return sentAway && devices.length && shell ? shell : answer;
  } catch (error) {
    if (shell) return shell;
    throw error;
  }
}

/** @param {URL} address @returns {Promise<Response | undefined>} */
async function shellFor(address) {
  const cache = await caches.open(CACHE);
  const asked = address.searchParams.get("lang");
  const kept = await caches.match("/check-in/language");
  const language = asked ?? (kept ? await kept.text() : navigator.language.slice(0, 2));
  if (asked) await (await caches.open(CHOICES)).put("/check-in/language", new Response(asked));
  const shell = RELEASE.shells.find((one) => one.endsWith(`lang=${language}`)) ?? RELEASE.shells.at(-1);
  return shell ? cache.match(shell) : undefined;
}

// IndexedDB by hand: a worker of this kind can import no module.
/** @returns {Promise<Device[]>} */
function pairedDevices() {
  return new Promise((resolve) => {
    setTimeout(resolve, STORE_OPENS_WITHIN, []);
    const opening = indexedDB.open("meydan-door");
    opening.onupgradeneeded = () => opening.transaction?.abort(); // there is none yet
    opening.onerror = () => resolve([]);
    opening.onsuccess = () => {
      const opened = opening.result.transaction("devices");
      const reading = opened.objectStore("devices").getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => resolve([]);
      opened.oncomplete = () => opening.result.close();
    };
  });
}
