/** `web-01 2026-11-21 02.42.19`: sorts by time, and has no character that a file system refuses. */
export function fileStamp(vmName: string, date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('.');
  return `${vmName.replace(/[^\p{L}\p{N}_.-]+/gu, '-')} ${day} ${time}`;
}

/** Hands a file to the desktop, which asks where to put it or does not. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: a large file is still being read.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
