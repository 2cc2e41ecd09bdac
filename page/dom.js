/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Readonly<Record<string, string | number | boolean | undefined>>} Attributes */

/** Attributes that may be set: none of them runs or loads anything. */
const allowed = new Set(
  'class id href scope colspan rowspan role tabindex type value for dir hidden open start'.split(' '),
)

/**
 * Makes an element. There is no other way in which the page makes any: what goes in is text, or an element that was made here.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {Attributes} [attributes] @param {...(Child | readonly Child[])} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (!allowed.has(attribute) && !attribute.startsWith('aria-')) throw new Error(`no attribute ${attribute} here`)
    if (attribute === 'href' && !String(value).startsWith('#'))
      throw new Error('links lead to pages of the report only')
    element.setAttribute(attribute, value === true ? '' : String(value))
  }
  put(element, children)
  return element
}

/** @param {Node} element @param {readonly (Child | readonly Child[])[]} children */
function put(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue
    element.appendChild(child instanceof Node ? child : document.createTextNode(String(child)))
  }
}

/** @param {Element} element @param {...(Child | readonly Child[])} children */
function refill(element, ...children) {
  element.replaceChildren()
  put(element, children)
}

/** A name out of the files: its direction of writing is its own, and one of blanks alone can still be seen. @param {string} text */
function named(text) {
  return h('bdi', {}, text.trim() === '' ? '(blank)' : text)
}

/** @param {string} text */
function code(text) {
  return h('code', {}, text)
}

/** Where something is said. @param {At} at */
function said(at) {
  return h('code', { class: 'place' }, place(at))
}

/** For who does not see: what a sign or a colour says. @param {string} text */
function spoken(text) {
  return h('span', { class: 'spoken' }, text)
}

/** The address of a page of the report. @param {readonly (string | number)[]} steps */
function address(...steps) {
  return `#/${steps.map((step) => encodeURIComponent(step)).join('/')}`
}

/** @param {Person} person */
function personLink(person) {
  return h('a', { href: address('person', tenantOf(person).id, person.id) }, named(person.name))
}

/** @param {number} number */
function groupLink(number) {
  const group = entry(data.groups, number)
  return h('a', { href: address('group', number) }, named(group.name))
}

/** @param {number} platform @param {number} number */
function roleLink(platform, number) {
  return h('a', { href: address('role', platform, number) }, named(entry(platformAt(platform).roles, number).name))
}

/** @param {number} platform @param {number} number */
function accessGroupLink(platform, number) {
  const group = entry(platformAt(platform).accessGroups, number)
  return h('a', { href: address('access-group', platform, number) }, named(group.name))
}

/** @param {number} platform @param {number} number */
function entityLink(platform, number) {
  return h('a', { href: address('entity', platform, number) }, named(entry(platformAt(platform).entities, number).name))
}

/** Things in a row, with commas. @param {readonly Child[]} items */
function row(items) {
  return items.flatMap((item, at) => (at === 0 ? [item] : [', ', item]))
}
