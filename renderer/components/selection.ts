/** The selection after a click on a row's check box: alone it toggles, with shift it takes in everything from the last click. */
export function toggleSelection(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  id: string,
  anchor: string | undefined,
  shift: boolean,
): ReadonlySet<string> {
  const next = new Set(selected);
  const from = anchor === undefined ? -1 : ids.indexOf(anchor);
  const to = ids.indexOf(id);
  if (shift && from >= 0 && to >= 0) {
    for (const each of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
    return next;
  }
  if (!next.delete(id)) next.add(id);
  return next;
}
