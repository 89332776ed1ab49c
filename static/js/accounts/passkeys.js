// Asks the device for a passkey, and sends its answer in the form that was pressed. The forms stay
// hidden where the browser has no passkeys, or where an address by numbers can have none.

import { find } from "../parts.js";

/** @typedef {{ challenge: string, user?: { id: string }, excludeCredentials?: { id: string }[] }} Options */

/** @param {string} written */
function bytes(written) {
  const plain = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {Options} sent */
function asBytes(sent) {
  const { challenge, user, excludeCredentials: known } = sent;
  return {
    ...sent,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(known && { excludeCredentials: known.map((key) => ({ ...key, id: bytes(key.id) })) }),
  };
}

/** @param {PublicKeyCredential} credential */
function asText(credential) {
  const { response } = credential;
  /** @type {Record<string, unknown>} */
  const said = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    said.attestationObject = text(response.attestationObject);
    said.transports = response.getTransports?.() ?? [];
  } else if (response instanceof AuthenticatorAssertionResponse) {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    said.userHandle = text(response.userHandle);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response: said });
}

/** @param {HTMLFormElement} form */
async function options(form) {
  const token = find("[name=csrf_token]", HTMLInputElement, form).value;
  const answer = await fetch(form.dataset.options ?? "", {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect") {
    location.reload(); // the page itself leads to a proof, or says why not
    return undefined;
  }
  if (!answer.ok) throw new TypeError(String(answer.status));
  return asBytes(/** @type {Options} */ (await answer.json()));
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const publicKey = /** @type {unknown} */ (await options(form));
  if (!publicKey) return;
  const asked =
    form.dataset.passkey === "make"
      ? navigator.credentials.create({
          publicKey: /** @type {PublicKeyCredentialCreationOptions} */ (publicKey),
        })
      : navigator.credentials.get({
          publicKey: /** @type {PublicKeyCredentialRequestOptions} */ (publicKey),
        });
  const credential = /** @type {PublicKeyCredential | null} */ (await asked);
  if (!credential) throw new DOMException("", "NotAllowedError");
  find("[name=credential]", HTMLInputElement, form).value = asText(credential);
  form.submit();
}

/** @param {HTMLFormElement} form @param {unknown} error */
function tell(form, error) {
  let which = "failed";
  if (error instanceof DOMException) {
    which = error.name === "InvalidStateError" ? "known" : "refused";
  }
  const words = find(`[data-words=${which}]`, HTMLElement, form).textContent;
  find("[data-trouble]", HTMLElement, form).textContent = words;
}

/** @param {HTMLFormElement} form */
function offer(form) {
  form.hidden = false;
  const button = find("button", HTMLButtonElement, form);
  // Beside another form, Enter must not press this one: its button submits by this script alone.
  if (button.type === "button") button.addEventListener("click", () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    find("[data-trouble]", HTMLElement, form).textContent = "";
    ask(form)
      .catch((error) => tell(form, error))
      .finally(() => (button.disabled = false));
  });
}

const isByNumbers = /^[\d.]+$|:/.test(location.hostname);
if (window.PublicKeyCredential && !isByNumbers) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (form instanceof HTMLFormElement) offer(form);
  }
  document.querySelector("[data-without-passkeys]")?.remove();
}
