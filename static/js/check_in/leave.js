// Runs on the sign-in page. After somebody signed out, it deletes what their doors stored on this phone:
// names and packs at once, readings after the server has got them. A phone that was paired by a code
// stays paired.

const NAME = "meydan-door"; // of the database in store.js, which is loaded only if it exists

async function leave() {
  const kept = await indexedDB.databases?.();
  // Where a browser cannot list what it stores, it is opened to see.
  if (kept && !kept.some(({ name }) => name === NAME)) return;
  const [{ devices, forget }, { Phone }, { Readings }] = await Promise.all([
    import("./store.js"),
    import("./phone.js"),
    import("./readings.js"),
  ]);
  for (const device of await devices()) {
    if (!device.is_own) continue;
    if (!(await forget(device))) continue;
    for (const { id } of device.checkpoints) {
      await new Readings(new Phone(device, id)).sendAll(() => {}).catch(() => {});
    }
    await forget(device);
  }
}

leave().catch(() => {});
