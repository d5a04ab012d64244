/**
 * The hosts file with one line that gives the address its full and its short name, in that order, because the first name is what
 * `hostname --fqdn` answers. Both names are taken off other lines (Debian's 127.0.1.1 line, an old address); lines of loopback
 * names, comments and other hosts stay byte for byte.
 */
export function hostsWith(content: string, address: string, fqdn: string, shortName: string): string {
  const names = new Set([fqdn, shortName]);
  const entry = `${address}\t${[...names].join(' ')}`;
  const lines = content.split('\n');
  let placed = false;
  const kept = lines.flatMap((line) => {
    const [words = '', ...comment] = line.split('#');
    const [found, ...hostNames] = words.trim().split(/\s+/);
    if (found === undefined || found === '' || !hostNames.some((name) => names.has(name))) return [line];
    const others = hostNames.filter((name) => !names.has(name));
    const rest =
      others.length === 0 ? [] : [`${found}\t${others.join(' ')}${comment.length > 0 ? ` #${comment.join('#')}` : ''}`];
    if (found !== address || placed) return rest;
    placed = true;
    return [entry, ...rest];
  });
  if (placed) return kept.join('\n');
  const body = kept.join('\n');
  return `${body === '' || body.endsWith('\n') ? body : `${body}\n`}${entry}\n`;
}
