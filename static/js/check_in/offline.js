// The service worker: with it the scanner opens without a network.

let opensDoors = Boolean(navigator.serviceWorker?.controller);

// The address at which a phone opens a door. Without a service worker the server shows a door to
// signed-in users only; a phone that was paired by a code opens the page without anybody's data.
/** @param {number | ""} door @param {{ is_own: boolean }} device */
export function addressOf(door, device) {
  return opensDoors || device.is_own ? `/check-in/${door}` : `/check-in/shell#${door}`;
}

// Resolves once the scanner can be opened without a network, or at once if that is impossible.
export async function openOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/check-in/service-worker.js", { scope: "/check-in/" });
    const ready = navigator.serviceWorker.ready.then(() => (opensDoors = true));
    await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    await navigator.storage?.persist?.();
  } catch {
    // This browser or address cannot have a service worker: the scanner works online.
  }
}
