import { type Domain, ErrorCode, LibvirtError, type LibvirtHost } from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { hostText } from '../../ssh/errors.ts';
import type { GuestAgentFacts, GuestCommand, GuestResult } from '../looks.ts';
import { fileId } from './paths.ts';

/**
 * Speaks with the QEMU guest agent through libvirt. The agent is the guest's: it may be silent, slow, or say anything. So each question
 * has a deadline of its own, each answer is bounded and checked, and none of it is more than text to us.
 */

/** What libvirt waits for an answer, in seconds, and what we wait for libvirt, which first makes sure that the agent listens. */
const answerSeconds = 10;
const callDeadline = 30_000;

/** An answer longer than this is no answer to anything that is asked here. */
const answerLimit = 64 * 1024;
/** So much of what a program said is kept. */
const outputLimit = 2_000;

const between = 300;

export type AskAgent = (command: string, argument?: object) => Promise<unknown>;

/** Asks one guest's agent; throws LibvirtError where there is none, BenchtopError where the answer is not to be used. */
export function agentOf(libvirt: LibvirtHost, dom: Domain): AskAgent {
  return async (command, argument) => {
    const cmd = JSON.stringify({ execute: command, ...(argument !== undefined && { arguments: argument }) });
    const { result } = await libvirt.work(
      fileId(dom.uuid),
      'qemuDomainAgentCommand',
      { dom, cmd, timeout: answerSeconds, flags: 0 },
      { timeout: callDeadline },
    );
    return readAnswer(result);
  };
}

const nonsense = (what: Phrase) =>
  fail('resourceUnavailable', what, {
    hint: say`It is not the QEMU guest agent, or the guest is broken or hostile. Do the steps by hand.`,
  });

/** The `return` of an answer. Error: resourceUnavailable. */
export function readAnswer(text: string | null): unknown {
  if (text === null) throw nonsense(say`The guest agent gave no answer.`);
  if (text.length > answerLimit) throw nonsense(say`The guest agent answered with more than an answer can be.`);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw nonsense(say`The guest agent answered with something that is no JSON.`);
  }
  if (typeof answer !== 'object' || answer === null || !('return' in answer))
    throw nonsense(say`The guest agent answered with something that is no answer.`);
  return answer.return;
}

/** Whether an agent of this `guest-info` lets programs run: distributions can forbid it. */
export function readAgentInfo(info: unknown): GuestAgentFacts {
  const { supported_commands: commands } = (info ?? {}) as { supported_commands?: unknown };
  if (!Array.isArray(commands)) throw nonsense(say`The guest agent does not say what it can do.`);
  const able = (name: string) =>
    commands.some((each: { name?: unknown; enabled?: unknown } | null) => each?.name === name && each.enabled === true);
  return { answers: true, runsPrograms: able('guest-exec') && able('guest-exec-status') };
}

const exitCode = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= -255 && value <= 0xffff_ffff;

/** `guest-exec-status`: undefined while the program runs. */
export function readExecStatus(status: unknown): GuestResult | undefined {
  const said = (status ?? {}) as Record<string, unknown>;
  if (typeof said.exited !== 'boolean')
    throw nonsense(say`The guest agent does not say whether the program has ended.`);
  if (!said.exited) return undefined;
  const code = said.exitcode ?? (typeof said.signal === 'number' ? 128 + said.signal : undefined);
  if (!exitCode(code)) throw nonsense(say`The guest agent does not say how the program ended.`);
  const words = [said['out-data'], said['err-data']].map((data) =>
    typeof data === 'string' ? Buffer.from(data.slice(0, 4 * outputLimit), 'base64').toString('utf8') : '',
  );
  return { exitCode: code, output: hostText(words.join(' '), outputLimit) };
}

/** No agent, or none that answers: what libvirt says of it. Other failures are the host's. */
const isSilence = (error: unknown) =>
  error instanceof LibvirtError &&
  (error.reason === 'deadline' ||
    (error.reason === 'remote' &&
      [ErrorCode.agentUnresponsive, ErrorCode.agentUnsynced, ErrorCode.argumentUnsupported].includes(
        error.code as never,
      )));

/** See `Driver.askGuestAgent`. */
export async function askGuestAgent(ask: AskAgent): Promise<GuestAgentFacts> {
  try {
    return readAgentInfo(await ask('guest-info'));
  } catch (error) {
    if (isSilence(error)) return { answers: false, runsPrograms: false };
    throw error;
  }
}

/** See `Driver.runInGuest`. */
export async function runInGuest(ask: AskAgent, command: GuestCommand): Promise<GuestResult> {
  const end = Date.now() + command.timeout;
  try {
    const [path, ...arg] = command.argv;
    const started = (await ask('guest-exec', { path, arg, 'capture-output': true })) as { pid?: unknown } | null;
    const pid = started?.pid;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 0)
      throw nonsense(say`The guest agent named no process.`);
    for (;;) {
      const result = readExecStatus(await ask('guest-exec-status', { pid }));
      if (result !== undefined) return result;
      if (Date.now() > end)
        throw fail(
          'resourceUnavailable',
          say`A program in the guest has not ended within ${command.timeout / 1000} s.`,
          {
            hint: say`It goes on there. Look at the guest’s console, then try again.`,
          },
        );
      if (command.signal.aborted) throw command.signal.reason;
      await new Promise((resolve) => setTimeout(resolve, between));
    }
  } catch (error) {
    if (!isSilence(error)) throw error;
    throw fail('resourceUnavailable', say`The guest agent does not answer.`, {
      hint: say`Check that qemu-guest-agent runs in the guest, or do the steps by hand.`,
      cause: error,
    });
  }
}

/** See `Driver.setGuestPassword`. */
export async function setGuestPassword(ask: AskAgent, user: { username: string; password: string }): Promise<void> {
  const password = Buffer.from(user.password).toString('base64');
  try {
    await ask('guest-set-user-password', { username: user.username, password, crypted: false });
  } catch (error) {
    if (isSilence(error))
      throw fail('resourceUnavailable', say`The guest agent does not answer.`, {
        hint: say`Stop the instance: then it is told at its next start.`,
        cause: error,
      });
    if (!(error instanceof LibvirtError) || error.reason !== 'remote') throw error;
    // No cause: what was asked holds the password.
    throw fail('resourceUnavailable', say`The guest agent did not set the password of ${user.username}.`, {
      hint: say`The guest may have no such user, or forbid it. Stop the instance: then it is told at its next start.`,
    });
  }
}
