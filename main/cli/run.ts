import { readFileSync } from 'node:fs';
import { contract } from '../../engine/contract/contract.ts';
import { parameterText } from '../../engine/contract/texts/meaning.ts';
import { ask, openSession, refused } from './api-client.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';
import { alike, findCommand, type TypedCommand, typedCommands, verbs } from './commands.ts';
import { completions } from './completion.ts';
import { forgetKept, type Kept, keptFile, readKept, writeKept } from './kept.ts';
import { promptFor } from './prompt.ts';
import { show } from './show.ts';
import { Ending, exitCodes, type Language, languageOf, type Speak, speaker } from './words.ts';

const environment = process.env;

/** The program: what is asked for goes to standard output, all else to standard error. Answers with the exit code. */
export async function run(typed: readonly string[]): Promise<number> {
  // Whoever reads may have read enough: `| head`.
  process.stdout.on('error', () => process.exit(0));
  const language = languageOf(environment);
  const say = speaker(language);
  try {
    const line = readCommandLine(typed, say);
    await act(line, say, language);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Ending ? error.exitCode : exitCodes.failed;
  }
}

async function act(line: CommandLine, say: Speak, language: Language): Promise<void> {
  const [word, second = ''] = line.words;
  if (word === undefined || word === 'help' || line.help)
    return help(word === 'help' ? line.words.slice(1) : line.words, say, language);
  if (word === 'completion') {
    const script = completions[second];
    if (script === undefined) throw new Ending('use', say('badShell'));
    process.stdout.write(script);
    return;
  }
  if (word === 'login') return await signIn(line, say);
  if (word === 'logout') return await signOut(say);
  const found = findCommand(line.words);
  if (found === undefined || line.words.length > found.used) throw unknown(line.words, found, say);
  await call(found.command, line, say);
}

function unknown(words: readonly string[], found: ReturnType<typeof findCommand>, say: Speak): Ending {
  const stray = found === undefined ? undefined : words[found.used];
  if (stray !== undefined) return new Ending('use', say('notAPair', stray));
  const meant = alike(words);
  const hint = meant.length === 0 ? '' : ` ${say('didYouMean', meant.join(', '))}`;
  return new Ending('use', `${say('noCommand', words.join(' '))}${hint}`);
}

/** Usage; the nouns of a verb; or what a command is and takes. */
function help(words: readonly string[], say: Speak, language: Language): void {
  const [verb] = words;
  if (verb === undefined) return void process.stdout.write(`${say('usage')}\n\n${verbs.join(' ')}\n`);
  const found = findCommand(words);
  if (found === undefined) {
    const nouns = typedCommands.filter((each) => each.verb === verb);
    if (nouns.length === 0 || words.length > 1) throw unknown(words, found, say);
    const width = Math.max(...nouns.map(({ noun }) => noun.length));
    for (const { name, noun } of nouns)
      process.stdout.write(`${verb} ${noun.padEnd(width)}  ${contract[name].description[language]}\n`);
    return;
  }
  const { name, noun, parameters, required } = found.command;
  process.stdout.write(`${found.command.verb} ${noun} (${name})\n${contract[name].description[language]}\n\n`);
  const width = Math.max(0, ...parameters.map((each) => each.length));
  for (const parameter of parameters) {
    const must = required.has(parameter) ? `(${say('required')}) ` : '';
    const text = `${must}${parameterText(name, parameter)?.[language] ?? ''}`;
    process.stdout.write(`  ${text === '' ? parameter : `${parameter.padEnd(width)}  ${text}`}\n`);
  }
}

/** Where to ask, and as whom: what was typed, then the surroundings, then what is kept. */
function placeOf(line: CommandLine): Kept | undefined {
  const kept = readKept(keptFile(environment));
  const url = line.url ?? environment.BENCHTOP_API ?? kept?.url;
  if (url === undefined) return undefined;
  const fingerprint = line.fingerprint ?? environment.BENCHTOP_FINGERPRINT;
  const file = line.ca ?? environment.BENCHTOP_CA;
  const pinned = {
    ...(fingerprint !== undefined && { fingerprint }),
    ...(file !== undefined && { ca: readFileSync(file, 'utf8') }),
  };
  const { BENCHTOP_KEY: apikey, BENCHTOP_SECRET: secretkey } = environment;
  if (apikey && secretkey) return { url, apikey, secretkey, ...(kept?.url === url && trustOf(kept)), ...pinned };
  // Keys that were kept for one place are not shown to another.
  return kept?.url === url ? { ...kept, ...pinned } : { url, ...pinned };
}

const trustOf = ({ fingerprint, ca }: Kept) => ({
  ...(fingerprint !== undefined && { fingerprint }),
  ...(ca !== undefined && { ca }),
});

async function signIn(line: CommandLine, say: Speak): Promise<void> {
  const place = placeOf(line);
  if (place === undefined) throw new Ending('use', say('noUrl'));
  const bare: Kept = { url: place.url, ...trustOf(place) };
  let kept: Kept;
  if (line.keys || environment.BENCHTOP_KEY !== undefined) {
    const apikey = environment.BENCHTOP_KEY ?? (await promptFor(say('apiKey')));
    const secretkey = environment.BENCHTOP_SECRET ?? (await promptFor(say('secretKey'), true));
    kept = { ...bare, apikey, secretkey };
  } else {
    const username = line.fields.username ?? (await promptFor(say('user')));
    const password = await promptFor(say('password'), true);
    const domain = line.fields.domain;
    kept = await openSession(bare, { username, password, ...(domain !== undefined && { domain }) }, say);
  }
  const { session } = (await ask(kept, 'getSession', {}, say)) as { session?: { username?: string; account?: string } };
  const file = keptFile(environment);
  writeKept(file, kept);
  process.stderr.write(`${say('signedIn', session?.username ?? session?.account ?? '?', file)}\n`);
}

async function signOut(say: Speak): Promise<void> {
  const file = keptFile(environment);
  const kept = readKept(file);
  forgetKept(file);
  // The session would otherwise stay open until it is old; a server that is gone has none.
  if (kept?.sessionkey !== undefined) await ask(kept, 'logout', {}, say).catch(() => undefined);
  process.stderr.write(`${say('signedOut')}\n`);
}

async function call(command: TypedCommand, line: CommandLine, say: Speak): Promise<void> {
  const known = new Set(command.parameters.map((each) => each.toLowerCase()));
  for (const field of Object.keys(line.fields)) {
    const name = (/^[^[.]+/.exec(field)?.[0] ?? field).toLowerCase();
    // Taken by every list, as CloudStack’s clients send them.
    if (known.has(name) || name === 'listall' || name === 'isrecursive') continue;
    throw new Ending('use', say('unknownParameter', command.name, field));
  }
  const place = placeOf(line);
  if (place === undefined || (place.apikey === undefined && place.sessionkey === undefined))
    throw new Ending('access', say('notSignedIn'));
  const answer = await ask(place, command.name, line.fields, say);
  const isJob = contract[command.name].kind === 'job' && typeof answer.jobid === 'string';
  const result = isJob && line.wait ? await jobEnd(place, String(answer.jobid), say) : answer;
  const output = line.output ?? (process.stdout.isTTY ? 'table' : 'json');
  process.stdout.write(show(result, output, line.filter));
}

const firstPauseMs = 200;
const longestPauseMs = 2_000;

/** Follows a job to its end, telling how far it is where somebody looks. Error: an Ending with what it failed of. */
async function jobEnd(place: Kept, jobid: string, say: Speak): Promise<Record<string, unknown>> {
  let told = '';
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    const job = await ask(place, 'queryAsyncJobResult', { jobid }, say);
    if (job.jobstatus === 0) {
      const percent = typeof job.percent === 'number' ? ` ${Math.round(job.percent)} %` : '';
      told = tell(told, `${String(job.progresstext ?? job.step ?? say('waiting')).replace(/\p{C}+/gu, ' ')}${percent}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
      continue;
    }
    tell(told, '');
    const result = (job.jobresult ?? {}) as Record<string, unknown>;
    if (job.jobstatus === 1) return result;
    if (job.jobstatus === 3) throw new Ending('failed', say('jobCancelled'));
    const failure = refused(result);
    failure.message = say('jobFailed', failure.message);
    throw failure;
  }
}

/** One line that is written over itself; nothing where nobody looks. */
function tell(before: string, text: string): string {
  if (process.stderr.isTTY && before !== text) process.stderr.write(`\r\u001b[K${text}`);
  return text;
}
