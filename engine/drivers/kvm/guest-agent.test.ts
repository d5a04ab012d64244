import fc from 'fast-check';
import { ErrorCode, LibvirtError } from 'node-libvirt';
import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../../contract/errors.ts';
import { type AskAgent, askGuestAgent, readAgentInfo, readAnswer, readExecStatus, runInGuest } from './guest-agent.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const command = (timeout = 5_000) => ({
  argv: ['/bin/sh', '-ec', 'true'] as [string, ...string[]],
  timeout,
  signal: new AbortController().signal,
});

/** An agent that gives these answers, as text on the wire, one after the other and the last for ever. */
function agent(...answers: unknown[]): AskAgent & { asked: [string, unknown][] } {
  const asked: [string, unknown][] = [];
  const ask = async (name: string, argument?: object) => {
    asked.push([name, argument]);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return readAnswer(typeof answer === 'string' ? answer : JSON.stringify({ return: answer }));
  };
  return Object.assign(ask, { asked });
}
const silent = new LibvirtError({ reason: 'remote', code: ErrorCode.agentUnresponsive, message: 'no', sent: true });

describe('a program in a guest', () => {
  it('runs by its path and arguments, and its end is waited for', async () => {
    const ask = agent(
      { pid: 7 },
      { exited: false },
      { exited: true, exitcode: 3, 'err-data': base64('no\nspace\u001b[2J') },
    );
    expect(await runInGuest(ask, command())).toEqual({ exitCode: 3, output: 'no space' });
    expect(ask.asked[0]).toEqual(['guest-exec', { path: '/bin/sh', arg: ['-ec', 'true'], 'capture-output': true }]);
    expect(ask.asked[2]).toEqual(['guest-exec-status', { pid: 7 }]);
  });

  it('that never ends is given up, and said so', async () => {
    await expect(runInGuest(agent({ pid: 7 }, { exited: false }), command(50))).rejects.toThrow(/has not ended within/);
  });

  it('of an agent that falls silent is not waited for', async () => {
    await expect(runInGuest(agent({ pid: 7 }, silent), command())).rejects.toThrow('The guest agent does not answer.');
  });
});

describe('an agent that lies', () => {
  it.each([
    ['no JSON', 'hello'],
    ['a flood', 'x'.repeat(100_000)],
    ['no answer', '{"error":{"desc":"no"}}'],
    ['no process', { pid: 'seven' }],
    ['a negative process', { pid: -1 }],
    ['nothing', null],
  ])('with %s is refused in a sentence', async (_name, said) => {
    await expect(runInGuest(agent(said), command())).rejects.toThrow(/^The guest agent /);
  });

  it('about the end of a program is refused', () => {
    for (const status of [null, [], {}, { exited: 'yes' }, { exited: true }, { exited: true, exitcode: '0' }])
      expect(() => readExecStatus(status)).toThrow(/does not say/);
  });

  it('floods no one with output', () => {
    const result = readExecStatus({ exited: true, exitcode: 0, 'out-data': base64('y'.repeat(60_000)) });
    expect(result?.output.length).toBeLessThan(2_100);
  });

  it('whatever it says, gets a fact or an error of ours', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        for (const read of [readAgentInfo, readExecStatus])
          try {
            read(readAnswer(text));
          } catch (error) {
            expect(error).toBeInstanceOf(BenchtopError);
          }
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const read of [readAgentInfo, readExecStatus])
          try {
            read(value);
          } catch (error) {
            expect(error).toBeInstanceOf(BenchtopError);
          }
      }),
    );
  });
});

describe('whether an agent can be used', () => {
  it('is no where it is silent, and where programs are forbidden', async () => {
    expect(await askGuestAgent(agent(silent))).toEqual({ answers: false, runsPrograms: false });
    const commands = (enabled: boolean) => ({
      supported_commands: ['guest-exec', 'guest-exec-status'].map((name) => ({ name, enabled })),
    });
    expect(await askGuestAgent(agent(commands(false)))).toEqual({ answers: true, runsPrograms: false });
    expect(await askGuestAgent(agent(commands(true)))).toEqual({ answers: true, runsPrograms: true });
  });
});
