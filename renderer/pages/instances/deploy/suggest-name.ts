/** `CentOS Stream 9` and names `centos-01`, `centos-02` → `centos-03`; a letter first, as host names want it. */
export function suggestName(templateName: string | undefined, taken: readonly string[]): string {
  const word = nameStem(templateName);
  const numbers = taken
    .map((name) => name.toLowerCase())
    .filter((name) => name.startsWith(`${word}-`))
    .map((name) => Number(name.slice(word.length + 1)))
    .filter(Number.isSafeInteger);
  return `${word}-${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

/** The first word of a template's name that can begin a host name. */
export function nameStem(templateName: string | undefined): string {
  return /[a-z][a-z0-9]*/.exec(templateName?.toLowerCase() ?? '')?.[0].slice(0, 40) ?? 'vm';
}
