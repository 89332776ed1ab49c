// One reading to the server and its answer back, however long the network takes.

const PATIENCE = 8000; // ms for one attempt
const PAUSES = [1000, 2000, 4000]; // ms before the next attempt; the last one repeats

const token = document.querySelector("meta[name=csrf-token]").content;

// The server understood us and said no: asking again would not help.
export class Refused extends Error {
  constructor(status) {
    super(`refused: ${status}`);
    this.signedOut = status === 0 || status === 401;
  }
}

// Raises Refused; TypeError or a time-out when the network failed; another Error when it is busy.
export async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    redirect: "manual", // to the sign-in page
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.ok) return answer.json();
  if (answer.status >= 500 || answer.status === 429) throw new Error("busy");
  throw new Refused(answer.status);
}

// Sends until there is an answer: the same nonce makes a second arrival the same reading.
export async function postUntilAnswered(address, body, onTrouble) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await post(address, body);
    } catch (error) {
      if (error instanceof Refused) throw error;
      onTrouble(error.message === "busy" ? "busy" : "no_network");
      await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
    }
  }
}

// A while, or until the network is back.
function pause(length) {
  return new Promise((resolve) => {
    setTimeout(resolve, length);
    window.addEventListener("online", resolve, { once: true });
  });
}

export function newNonce() {
  const numbers = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(numbers, (number) => number.toString(16).padStart(2, "0")).join("");
}
