// The service worker: with it the scanner opens without a network.

let opensDoors = Boolean(navigator.serviceWorker?.controller);

// Where a phone opens a door. Without a service worker the server shows it to who is signed in alone;
// a phone that was paired by a code opens the page that holds nobody's data.
/** @param {number | ""} door @param {{ is_own: boolean }} device */
export function addressOf(door, device) {
  return opensDoors || device.is_own ? `/check-in/${door}` : `/check-in/shell#${door}`;
}

// Resolves once the scanner can be opened without a network, or at once where that is impossible.
export async function openOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/check-in/service-worker.js", { scope: "/check-in/" });
    const ready = navigator.serviceWorker.ready.then(() => (opensDoors = true));
    await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    await navigator.storage?.persist?.();
  } catch {
    // Such a browser, or such an address, has none: the scanner works online.
  }
}
