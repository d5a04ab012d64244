/** XML with a line for each element; what holds text alone, or nothing, stays in one. */
export function prettyXml(xml: string): string {
  const parts = xml.match(/<[^>]*>|[^<]+/g) ?? [];
  const lines: string[] = [];
  let depth = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (part.startsWith('</')) depth--;
    let line = part;
    // The text and the end of what was just opened.
    if (/^<[^/?]/.test(part)) {
      const end = parts.slice(at + 1, at + 3).findIndex((each) => each.startsWith('</'));
      const opens = parts[at + 1]?.startsWith('<') === true && end !== 0;
      if (opens) depth++;
      else {
        line = parts.slice(at, at + end + 2).join('');
        at += end + 1;
      }
      lines.push('  '.repeat(opens ? depth - 1 : depth) + line);
    } else lines.push('  '.repeat(depth) + line);
  }
  return lines.join('\n');
}
