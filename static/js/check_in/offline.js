// The service worker: with it the scanner opens without a network.

// Resolves once the scanner can be opened without a network, or at once where that is impossible.
export async function openOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/check-in/service-worker.js", { scope: "/check-in/" });
    await Promise.race([navigator.serviceWorker.ready, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    await navigator.storage?.persist?.();
  } catch {
    // Such a browser, or such an address, has none: the scanner works online.
  }
}
