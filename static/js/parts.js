// Finds parts of a page, each of the type that its script expects.

/**
 * The first one that fits. Raises where the page has none: the template and the script disagree.
 *
 * @overload
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @template {Element} Kind
 * @overload
 * @param {string} selector
 * @param {new () => Kind} kind
 * @param {ParentNode} [root]
 * @returns {Kind}
 */
/**
 * @param {string} selector
 * @param {new () => Element} kind
 * @param {ParentNode} root
 */
export function find(selector, kind = HTMLElement, root = document) {
  const part = root.querySelector(selector);
  if (part instanceof kind) return part;
  throw new Error(`no ${kind.name} at ${selector}`);
}

/**
 * All that fit and are of this kind, in their order.
 *
 * @overload
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
/**
 * @template {Element} Kind
 * @overload
 * @param {string} selector
 * @param {new () => Kind} kind
 * @param {ParentNode} [root]
 * @returns {Kind[]}
 */
/**
 * @param {string} selector
 * @param {new () => Element} kind
 * @param {ParentNode} root
 */
export function findAll(selector, kind = HTMLElement, root = document) {
  return [...root.querySelectorAll(selector)].filter((part) => part instanceof kind);
}

/**
 * The part itself, or the next one around it, that fits: of where something happened, for one.
 *
 * @template {Element} [Kind=HTMLElement]
 * @param {EventTarget | null} target
 * @param {string} selector
 * @param {new () => Kind} [kind]
 * @returns {Kind | null}
 */
export function around(target, selector, kind) {
  const part = target instanceof Element ? target.closest(selector) : null;
  return part instanceof (kind ?? HTMLElement) ? /** @type {Kind} */ (part) : null;
}

/** A copy of what the template holds, a single part. @param {HTMLTemplateElement} template */
export function copyOf(template) {
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (copy instanceof HTMLElement) return copy;
  throw new Error(`#${template.id} is empty`);
}
