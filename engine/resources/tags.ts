/** Words separated by commas, once each and without spaces; undefined for none. */
export function tidyTags(tags: string | undefined): string | undefined {
  const words = [...new Set((tags ?? '').split(',').map((each) => each.trim()))].filter((each) => each !== '');
  return words.length === 0 ? undefined : words.join(',');
}
