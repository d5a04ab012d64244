import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '../contract/contract.ts';
import type { TestEngine } from './lab.ts';

// Secrets that are planted, and the search for them in all that an installation leaves lying about.

/** Every form in which a text could lie somewhere: as it is, in JSON, in base64 at any alignment, in UTF-16, and a key's single lines. */
export function formsOf(secrets: readonly string[]): Buffer[] {
  return secrets.flatMap((secret) =>
    [
      secret,
      JSON.stringify(secret).slice(1, -1),
      ...secret.split('\n').filter((line) => line.includes('CANARY')),
    ].flatMap((text) => [
      Buffer.from(text),
      Buffer.from(text, 'utf16le'),
      ...[0, 1, 2].map((shift) =>
        Buffer.from(
          Buffer.from(' '.repeat(shift) + text)
            .toString('base64')
            .slice(shift + 1, -4),
        ),
      ),
    ]),
  );
}

export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile());
}

/** What every list answers that can be asked for without naming something else; `asked` has what some need. */
export async function answersOfLists(
  lab: TestEngine,
  asked: Readonly<Record<string, object>> = {},
): Promise<[string, unknown][]> {
  const answers: [string, unknown][] = [];
  for (const [name, spec] of Object.entries(contract)) {
    if (!('row' in spec)) continue;
    const entries = spec.input.entries as Record<string, { type: string }>;
    const input: Record<string, unknown> = {
      ...(name === 'listTemplates' && { templatefilter: 'all' }),
      ...asked[name],
    };
    if (Object.entries(entries).some(([field, { type }]) => type !== 'optional' && !(field in input))) continue;
    answers.push([name, await lab.engine.call(lab.engine.desktopCaller(), name, input).catch(String)]);
  }
  // What is sent to others is the last place where a secret may be.
  answers.push(['support bundle', await lab.call('createSupportBundle', {})]);
  return answers;
}

/** Answers, errors and changes as bytes, and every file of the data folder. */
export function placesOf(lab: TestEngine, answers: readonly (readonly [string, unknown])[]): [string, Buffer][] {
  return [
    ...answers.map(([name, answer]): [string, Buffer] => [name, Buffer.from(JSON.stringify(answer) ?? '')]),
    ...filesUnder(lab.directory).map((file): [string, Buffer] => [file, readFileSync(file)]),
  ];
}

/** The places that hold one of the secrets. */
export function tellTales(places: readonly (readonly [string, Buffer])[], secrets: readonly string[]): string[] {
  const forms = formsOf(secrets);
  return places.filter(([, bytes]) => forms.some((form) => bytes.includes(form))).map(([name]) => name);
}
