import { createHash } from 'node:crypto';

/** What cloud-init knows a part's kind by, when nothing else says it. */
const kinds: readonly (readonly [beginning: string, type: string])[] = [
  ['#cloud-config-archive', 'text/cloud-config-archive'],
  ['#cloud-config', 'text/cloud-config'],
  ['#!', 'text/x-shellscript'],
  ['#include-once', 'text/x-include-once-url'],
  ['#include', 'text/x-include-url'],
  ['#cloud-boothook', 'text/cloud-boothook'],
  ['#part-handler', 'text/part-handler'],
  ['## template: jinja', 'text/jinja2'],
];

/** One part: headers, an empty line, the text in base64, which no boundary can occur in. */
function part(bytes: Buffer): string {
  const begin = bytes.subarray(0, 64).toString('latin1');
  // A whole message of parts stands as it is: readers walk into it.
  if (/^(content-type:\s*multipart\/|mime-version:)/i.test(begin)) return bytes.toString('utf8');
  const type =
    bytes[0] === 0x1f && bytes[1] === 0x8b
      ? 'application/gzip'
      : (kinds.find(([beginning]) => begin.startsWith(beginning))?.[1] ?? 'text/plain');
  const body = bytes.toString('base64').replace(/.{76}/g, '$&\n');
  return `Content-Type: ${type}${type.startsWith('text/') ? '; charset="utf-8"' : ''}\nContent-Transfer-Encoding: base64\nMIME-Version: 1.0\n\n${body}`;
}

/** Two pieces of user data as one, the way cloud-init reads several: a MIME message of both, the first one first. */
export function appended(first: Buffer, second: Buffer): Buffer {
  // The same parts make the same message, so that nothing seems to have changed when nothing has.
  const boundary = `==${createHash('sha256').update(first).update(second).digest('hex').slice(0, 32)}==`;
  const parts = [first, second].map((bytes) => `--${boundary}\n${part(bytes)}\n`).join('');
  return Buffer.from(
    `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${parts}--${boundary}--\n`,
  );
}
