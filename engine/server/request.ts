import type { IncomingMessage } from 'node:http';
import { type BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { maximumMessageBytes } from '../contract/transport.ts';

/** Parameters of one request. */
const maximumParameters = 1000;
const longestName = 255;
/** What is still read of a body that is too large, and thrown away, so that its sender comes to read why it was refused. */
const drainedBytes = 64 << 20;

/** What a request asks, as it was sent: names and values decoded, nothing else done to them. */
export interface WireRequest {
  method: string;
  parameters: ReadonlyMap<string, string>;
  /** What is wrong with the request's form. It is told in the format that was asked for, which is why it is no exception. */
  problem: BenchtopError | undefined;
}

/** A parameter by its name in lower case; of several the last one counts, as in CloudStack. */
export function parameter(request: WireRequest, name: string): string | undefined {
  let found: string | undefined;
  for (const [each, value] of request.parameters) if (each.toLowerCase() === name) found = value;
  return found;
}

/** Reads query and form; where both have a name, the query's value counts. Never rejects but when the connection is lost. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const query = (message.url ?? '').split('?').slice(1).join('?').split('#', 1)[0] ?? '';
  const parameters = new Map<string, string>();
  let problem: BenchtopError | undefined;
  if (message.method === 'POST') {
    const body = await readBody(message);
    if (body instanceof Error) problem = body;
    else if (body !== '' && !isForm(message))
      problem = fail('badRequest', say`A POST carries its parameters as a form.`, {
        hint: say`Send them as application/x-www-form-urlencoded.`,
      });
    else problem = addPairs(parameters, body);
  }
  problem = addPairs(parameters, query) ?? problem;
  return { method: message.method ?? '', parameters, problem };
}

function isForm(message: IncomingMessage): boolean {
  const type = message.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return type === undefined || type === 'application/x-www-form-urlencoded';
}

async function readBody(message: IncomingMessage): Promise<string | BenchtopError> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maximumMessageBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > drainedBytes) break;
  }
  if (bytes > maximumMessageBytes)
    return fail('badRequest', say`The request is larger than ${maximumMessageBytes} bytes.`, {
      hint: say`Large files are uploaded, not sent in a request.`,
    });
  return Buffer.concat(chunks).toString('latin1');
}

/** Adds the pairs of a query or form. What cannot be read is left out and told; the rest is there, so that an answer can have the right format. */
function addPairs(parameters: Map<string, string>, text: string): BenchtopError | undefined {
  const pairs = text === '' ? [] : text.split('&', maximumParameters + 1);
  let problem =
    pairs.length > maximumParameters
      ? fail('malformedParameter', say`A request has at most ${maximumParameters} parameters.`)
      : undefined;
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    const value = decode(at === -1 ? '' : pair.slice(at + 1));
    if (name === undefined || value === undefined) {
      problem ??= fail('malformedParameter', say`A parameter is no percent-encoded UTF-8: ${shown(pair)}`, {
        hint: say`Encode its name and its value as UTF-8 with percent signs.`,
      });
      continue;
    }
    // Names are signed as they are: with these two in them, one parameter could be signed by the signature of two others.
    if (name === '' || name.length > longestName || /[&=]/.test(name)) {
      problem ??= fail(
        'malformedParameter',
        say`A parameter’s name has 1 to ${longestName} characters, and neither & nor =: ${shown(pair)}`,
      );
      continue;
    }
    // Of several of one name the last one counts, and it stands where the last one stood.
    parameters.delete(name);
    parameters.set(name, value);
  }
  return problem;
}

/** The beginning of what was sent, without anything but printable ASCII. */
const shown = (text: string): string => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');

function decode(text: string): string | undefined {
  try {
    // A body's bytes and a query's are ASCII; others would be no percent-encoding.
    return /^[\x20-\x7e]*$/.test(text) ? decodeURIComponent(text.replaceAll('+', ' ')) : undefined;
  } catch {
    return undefined;
  }
}
