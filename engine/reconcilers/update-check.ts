import * as v from 'valibot';
import type { Ctx } from '../context.ts';
import { say } from '../contract/phrase.ts';
import { addAlert, resolveAlerts } from '../resources/common.ts';
import type { Reconciler } from './reconciler.ts';

const dayMs = 86_400_000;
const answerTimeoutMs = 15_000;
/** The answer is one short JSON object; more than this is not read. */
const maximumBytes = 16 * 1024;
/** CloudStack's alert type of its own management server. */
const managementAlert = 14;

const answerSchema = v.object({ version: v.pipe(v.string(), v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)) });

/**
 * Compares this version with the newest one that the address in `update.check.url` names, once a day. The setting is empty unless
 * somebody fills it in, and then nothing is asked of anybody. Only a version number is taken from the answer: no text, no link.
 */
export const updateCheck: Reconciler = {
  name: 'update-check',
  period: () => dayMs,
  async run(ctx: Ctx) {
    const url = ctx.settings.text('update.check.url');
    const ours = ctx.installation.version;
    const newest = url === '' ? undefined : await newestVersion(ctx, url);
    ctx.store.write(() => {
      if (newest === undefined && url !== '') return;
      resolveAlerts(ctx, managementAlert, 'update');
      if (newest === undefined || !isNewer(newest, ours)) return;
      addAlert(ctx, {
        type: managementAlert,
        description: say`Benchtop ${newest} is available; this is ${ours}.`,
        resourceId: 'update',
      });
    });
  },
};

/** Undefined when the address did not answer as it should; the log says why. */
async function newestVersion(ctx: Ctx, url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      // A page that moved is entered anew: who answers is the user's choice.
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(answerTimeoutMs),
      headers: { accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`it answered with status ${response.status}`);
    return v.parse(answerSchema, JSON.parse(await boundedText(response))).version;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    ctx.log.add({ level: 'warn', text: `The newest version could not be asked of ${url}: ${reason}` });
    return undefined;
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maximumBytes) throw new Error(`its answer is longer than ${maximumBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Compares `major.minor.patch`. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/, 3).map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
