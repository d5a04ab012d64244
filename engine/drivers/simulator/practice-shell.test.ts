import { expect, test } from 'vitest';
import type { HostShell } from '../driver.ts';
import { consoleWorld, host, vm } from './testing/console-world.ts';

const world = consoleWorld();

async function shell() {
  const opened = await world.opener.openShell(await world.simulator.shellTarget(host), { columns: 100, rows: 30 });
  let text = '';
  const watchers: (() => void)[] = [];
  opened.stream.on('data', (bytes: Buffer) => {
    text += bytes.toString('utf8');
    for (const watcher of watchers.splice(0)) watcher();
  });
  const until = async (wanted: string | RegExp): Promise<string> => {
    while (text.search(wanted) < 0) await new Promise<void>((resolve) => watchers.push(resolve));
    return text;
  };
  const type = (typed: string) => opened.stream.write(typed);
  return { opened: opened as HostShell, until, type };
}

test('it says at once that it is for practice, and knows a few words', async () => {
  const { until, type } = await shell();
  const greeting = await until(/\(practice\)# $/);
  expect(greeting).toContain(`Practice shell of the simulated host ${host.name}. Nothing here is real:`);
  type('hostname\r');
  await until(`hostname\r\n${host.name}\r\n`);
  type('echo one twp\x7fo\r');
  await until('\r\none two\r\n');
  type('virsh list\r');
  await until(new RegExp(`${vm.instanceName} +running`));
  type('rm -rf /\r');
  await until('rm: command not found. This is a practice shell; type help.');
  type('help\r');
  expect(await until('ends the shell')).toContain('hostname    the name of this host');
});

test('its terminal has a size that can be changed, and everyone has a shell of his own', async () => {
  const [first, second] = [await shell(), await shell()];
  first.type('stty size\r');
  await first.until('\r\n30 100\r\n');
  first.opened.resize({ columns: 132, rows: 50 });
  first.type('stty size\r');
  await first.until('\r\n50 132\r\n');
  second.type('echo mine\r');
  const seen = await second.until('\r\nmine\r\n');
  expect(seen).not.toContain('stty');
});

test.each([
  ['exit 3\r', 3],
  ['exit\r', 0],
  ['\x04', 0],
])('%j ends it', async (typed, code) => {
  const { opened, type, until } = await shell();
  type(typed);
  expect(await opened.ended).toEqual({ code });
  await until('logout');
});

test('a host that is cut off takes its shells along, and opens none', async () => {
  const { opened } = await shell();
  const target = await world.simulator.shellTarget(host);
  const fault = world.simulator.injectFault({ hostId: host.id, name: 'link-cut' });
  expect(await opened.ended).toEqual({});
  const size = { columns: 80, rows: 24 };
  await expect(world.opener.openShell(target, size)).rejects.toMatchObject({ data: { code: 'hostUnreachable' } });
  await expect(world.simulator.shellTarget(host)).rejects.toMatchObject({ data: { code: 'hostUnreachable' } });
  world.simulator.clearFault(fault.id);
  const again = await shell();
  again.type('whoami\r');
  await again.until(`\r\n${host.username}\r\n`);
});
