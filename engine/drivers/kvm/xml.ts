/** An XML element as data; serialised by `toXml`, the only place where text becomes XML. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string | number | undefined>>;
  children: readonly (XmlElement | string)[];
}

type Child = XmlElement | string | undefined | false;

/** Builds an element; attributes that are undefined and children that are undefined or false are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: Child[]
): XmlElement {
  return { name, attributes, children: children.filter((child) => child !== undefined && child !== false) };
}

/** XML 1.0 has no way to write these characters, not even escaped; they become U+FFFD. */
function legal(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}

export function escapeText(text: string): string {
  return legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Line breaks and tabs in an attribute would be read back as spaces, so they are written as references. */
export function escapeAttribute(text: string): string {
  return escapeText(text)
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The element as text, two spaces deeper per level, ending in a line break. Elements with text keep it as it is. */
export function toXml(root: XmlElement, indent = ''): string {
  const attributes = Object.entries(root.attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}='${escapeAttribute(String(value))}'`)
    .join('');
  const open = `${indent}<${root.name}${attributes}`;
  if (root.children.length === 0) return `${open}/>\n`;
  if (root.children.some((child) => typeof child === 'string')) {
    const text = root.children.map((child) => (typeof child === 'string' ? escapeText(child) : toXml(child).trim()));
    return `${open}>${text.join('')}</${root.name}>\n`;
  }
  const inner = root.children.map((child) => toXml(child as XmlElement, `${indent}  `)).join('');
  return `${open}>\n${inner}${indent}</${root.name}>\n`;
}
