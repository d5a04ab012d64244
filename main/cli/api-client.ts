import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Kept } from './kept.ts';
import { Ending, type exitCodes, type Speak } from './words.ts';

/** More than this is no answer. */
const maximumBytes = 256 * 1024 * 1024;

type Fields = Record<string, string>;

/** As Java's URLEncoder does, with spaces as CloudStack has them. */
const encoded = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()~]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** The body of a signed call, which is good for ten minutes. */
function signed(fields: Fields, apikey: string, secretkey: string): string {
  const expires = new Date(Date.now() + 600_000).toISOString().replace(/\.\d+Z$/, '+0000');
  const all: Fields = { ...fields, apikey, signatureVersion: '3', expires };
  const pairs = Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join('&');
  const signature = createHmac('sha1', secretkey).update(pairs.toLowerCase()).digest('base64');
  return form({ ...all, signature });
}

const form = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');

const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** What kind of ending an error code of CloudStack's is. */
function kindOf(code: number): keyof typeof exitCodes {
  if ([401, 405, 432, 531].includes(code)) return 'access';
  if (code === 430 || code === 431) return 'use';
  return code >= 532 && code <= 537 ? 'conflict' : 'failed';
}

/** An error of the API, with its code by CloudStack's numbers. */
export const refused = (error: { errorcode?: number; errortext?: string }): Ending =>
  new Ending(kindOf(error.errorcode ?? 530), error.errortext ?? '');

interface Answer {
  status: number;
  text: string;
  cookies: string[];
}

/** Sends one form. Over TLS nothing is sent before the certificate is known to be the one that is wanted. */
function post(place: Kept, body: string, say: Speak): Promise<Answer> {
  const url = URL.parse(place.url);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Ending('use', say('badUrl', place.url));
  const { fingerprint } = place;
  const unreached = (error: Error & { code?: string }) =>
    error instanceof Ending
      ? error
      : new Ending('unreached', say('notReached', place.url, error.message || error.code || ''));
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        ...(place.cookie !== undefined && { cookie: place.cookie }),
      },
    } as const;
    const take = (response: http.IncomingMessage): void => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > maximumBytes) response.destroy(new Error('it is too long'));
        else parts.push(part);
      });
      response.on('error', (error) => reject(unreached(error)));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8'),
          cookies: response.headers['set-cookie'] ?? [],
        }),
      );
    };
    const request =
      url.protocol === 'http:'
        ? http.request(url, options, take)
        : https.request(
            url,
            {
              ...options,
              // A pinned certificate is checked by itself below, whoever signed it.
              rejectUnauthorized: fingerprint === undefined,
              ...(place.ca !== undefined && { ca: place.ca }),
            },
            take,
          );
    request.on('error', (error) => reject(unreached(error)));
    if (url.protocol === 'http:' || fingerprint === undefined) return request.end(body);
    request.on('socket', (socket) =>
      socket.once('secureConnect', () => {
        const shown = (socket as TLSSocket).getPeerCertificate().fingerprint256 ?? '';
        if (plain(shown) === plain(fingerprint)) request.end(body);
        else request.destroy(new Ending('unreached', say('otherCertificate', url.host, shown)));
      }),
    );
  });
}

/** Calls a command and answers with what stands in its envelope. Errors: an Ending with the API's own sentence. */
export async function ask(place: Kept, command: string, fields: Fields, say: Speak): Promise<Record<string, unknown>> {
  const all = { ...fields, command, response: 'json' };
  const { apikey, secretkey, sessionkey } = place;
  const body =
    apikey !== undefined && secretkey !== undefined
      ? signed(all, apikey, secretkey)
      : form({ ...all, ...(sessionkey !== undefined && { sessionkey }) });
  return contentOf(await post(place, body, say), place, say);
}

/** Signs in by a password; what is answered may be kept. */
export async function openSession(place: Kept, fields: Fields, say: Speak): Promise<Kept> {
  const answer = await post(place, form({ ...fields, command: 'login', response: 'json' }), say);
  const { sessionkey } = contentOf(answer, place, say);
  return {
    ...place,
    sessionkey: String(sessionkey),
    cookie: answer.cookies.map((each) => each.split(';', 1)[0]).join('; '),
  };
}

function contentOf({ status, text }: Answer, place: Kept, say: Speak): Record<string, unknown> {
  let content: unknown;
  try {
    content = Object.values(JSON.parse(text) as object)[0];
  } catch {
    content = undefined;
  }
  if (typeof content !== 'object' || content === null) throw new Ending('unreached', say('notAnAnswer', place.url));
  if (status !== 200 || 'errorcode' in content) throw refused(content);
  return content as Record<string, unknown>;
}
