// Elements are made here and nowhere else. Text goes in as text: what a server or a bundle says can never become markup.

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * An HTML element.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `class`, `href` …; functions become event listeners; false and undefined are left out
 * @param {...(Node | string | false | null | undefined)} children strings become text nodes
 */
export const element = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const drawing = (tag, attributes, ...children) => fill(document.createElementNS(svgNamespace, tag), attributes, children);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

/** Replaces what an element holds. */
export const show = (parent, ...children) => parent.replaceChildren(...children.flat().filter(Boolean));

/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** A link; only to addresses of this origin. */
export const link = (path, ...children) => element('a', { href: path }, ...children);

/** Monospaced text. */
export const mono = (text) => element('span', { class: 'mono' }, text);

/** A list of names and values; entries without a value are left out. */
export const facts = (entries) => element('dl', { class: 'facts' }, entries.filter(([, value]) => value).map(
  ([name, value]) => [element('dt', null, name), element('dd', null, value)]).flat());

/** A section under a heading. */
export const section = (title, ...children) => element('section', null, element('h2', null, title), ...children);
