import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { type ErrorData, errorCodes, fail } from '../../engine/contract/errors.ts';
import { say } from '../../engine/contract/phrase.ts';
import type { SignInRequest } from '../../engine/contract/transport.ts';
import type { EngineHost } from '../engine-host.ts';
import type { Gate } from './gate.ts';

/** A name, a password and a domain fit many times over. */
const maximumBytes = 16 << 10;

const field = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const requestSchema = v.strictObject({ username: field(255), password: field(1024), domain: v.optional(field(4096)) });

/** An answer of the few addresses that are about signing in. */
export interface SignInAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): SignInAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

const refused = (error: ErrorData): SignInAnswer =>
  json(error.code === 'account' ? 401 : errorCodes[error.code], { e: error });

/** Signs somebody in by a form that the page sends as JSON: a form of another site cannot be that. The caller has looked at Host and Origin. */
export async function signIn(request: IncomingMessage, host: EngineHost, gate: Gate): Promise<SignInAnswer> {
  const given = await read(request);
  if (given === undefined)
    return refused(fail('badRequest', say`The message is not a request of this application.`).data);
  const outcome = await host.signIn(given);
  return 'e' in outcome ? refused(outcome.e) : json(200, {}, { 'set-cookie': gate.admit(outcome.way) });
}

/** Ends the session of a page, if it has one. */
export function signOut(request: IncomingMessage, gate: Gate): SignInAnswer {
  const visitor = gate.visitor(request);
  if (visitor === undefined || visitor === 'desk') return json(200, {});
  visitor.signOut();
  return json(200, {}, { 'set-cookie': gate.farewell });
}

/** What the sign-in page wears. */
export async function branding(host: EngineHost): Promise<SignInAnswer> {
  const outcome = await host.call('getBranding', {});
  return 'e' in outcome ? refused(outcome.e) : json(200, outcome.o);
}

async function read(request: IncomingMessage): Promise<SignInRequest | undefined> {
  if (request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maximumBytes) return undefined;
      chunks.push(chunk);
    }
    const parsed = v.safeParse(requestSchema, JSON.parse(Buffer.concat(chunks).toString('utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
