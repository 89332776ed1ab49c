// On the page for signing in: whoever signed out leaves nothing behind on this phone. The names
// and what the doors knew go at once; readings that the server has not got yet are sent first.

const NAME = "meydan-door";

async function leave() {
  const kept = await indexedDB.databases?.();
  if (!kept?.some(({ name }) => name === NAME)) return;
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
