/** Characters that clients leave as they are in values, or encode: CloudStack's own Java, Python's and Go's libraries, libcloud and JavaScript differ in these. */
const disputed = ['~', '*', '[]', "!'()"] as const;

const encoded = (character: string): string => `%${character.charCodeAt(0).toString(16)}`;

/** Everything but letters, digits and `-_.` percent-encoded, in lower case as the whole is. */
function encode(text: string, kept: ReadonlySet<string>): string {
  return encodeURIComponent(text)
    .replace(/[~*!'()]/g, (each) => (kept.has(each) ? each : encoded(each)))
    .replace(/%5[bd]/gi, (each) => {
      const character = each.toLowerCase() === '%5b' ? '[' : ']';
      return kept.has(character) ? character : each;
    })
    .toLowerCase();
}

/** Every choice of what is kept, among the characters that are there at all. */
function choices(text: string): Set<string>[] {
  const there = disputed.filter((group) => [...group].some((character) => text.includes(character)));
  const found = [new Set<string>()];
  for (const group of there) found.push(...found.map((each) => new Set([...each, ...group])));
  return found;
}

/**
 * The texts that a request may have been signed by. CloudStack's rule: all parameters but the signature, sorted by name, as
 * `name=encoded value`, joined by `&`, in lower case. Clients sort by the name as it is or in lower case, and some encode names too;
 * CloudStack itself takes one form only, and clients find out by failing.
 */
export function* canonicalForms(parameters: ReadonlyMap<string, string>): Generator<string> {
  const pairs = [...parameters].filter(([name]) => name.toLowerCase() !== 'signature');
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const orders = [
    pairs.toSorted(([a], [b]) => compare(a, b)),
    pairs.toSorted(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase())),
  ];
  const told = new Set<string>();
  const plainNames = pairs.every(([name]) => /^[\w.[\]-]*$/.test(name));
  for (const kept of choices(pairs.map(([, value]) => value).join('')))
    for (const order of orders)
      for (const names of plainNames ? [false] : [false, true]) {
        const nameOf = (name: string) => (names ? encode(name, new Set('[]')) : name.toLowerCase());
        const form = order.map(([name, value]) => `${nameOf(name)}=${encode(value, kept)}`).join('&');
        if (told.has(form)) continue;
        told.add(form);
        yield form;
      }
}
