// Our console bridge (broker, SSH, WebSocket) against websockify over `ssh -L`, with the same VNC server, sshd and viewer, in turns;
// then 200 consoles over one SSH connection, some of whose viewers do not read.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createConsoleService } from '../engine/console/console-service.ts';
import { RfbClient } from '../engine/console/fixtures/rfb-client.ts';
import { TestRfbServer } from '../engine/console/fixtures/rfb-server.ts';
import type { HostTarget } from '../engine/drivers/driver.ts';
import { freePort, makeUser, sshdImpossible, startSshd } from '../engine/ssh/testing/sshd.ts';
import { inTurns, median, milliseconds, ratio, report, seconds } from './report.ts';

const hasWebsockify = spawnSync('sh', ['-c', 'command -v websockify ssh']).status === 0;
const reason = sshdImpossible() ?? (hasWebsockify ? undefined : 'websockify or ssh is not installed');
if (reason !== undefined) {
  console.log(`consoles: left out, because ${reason}.`);
  process.exit(0);
}

const origin = 'http://127.0.0.1';
/** What the viewer paints takes longer than the way to it, and is the same for both. */
const viewing = { blind: true };
const rounds = 5;
const frames = 40;
const echoes = 60;
const many = 200;
const stalled = 20;

const sshd = await startSshd(['MaxSessions 500', 'MaxStartups 100']);
const user = makeUser();
const consoles = createConsoleService({ allowedOrigins: [origin] });
const children: ReturnType<typeof spawn>[] = [];
const closers: (() => unknown)[] = [];

/** A VNC server behind a loopback port, as QEMU's is for a host whose login is not root. */
async function screen(width: number, height: number): Promise<{ server: TestRfbServer; port: number }> {
  const server = await new TestRfbServer(width, height).start();
  const front = createServer((socket) => {
    socket.setNoDelay(true);
    void server.openStream().then((stream) => {
      socket.pipe(stream).pipe(socket);
      for (const each of [socket, stream]) each.on('error', () => {});
      socket.on('close', () => stream.destroy());
    });
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  closers.push(
    () => front.close(),
    () => server.remove(),
  );
  return { server, port: (front.address() as { port: number }).port };
}

const host: HostTarget = {
  id: 'bench',
  name: 'bench',
  address: '127.0.0.1',
  port: sshd.port,
  username: user.name,
  hostKeyFingerprint: sshd.fingerprint,
  virtualization: 'qemu',
};

async function ours(vmId: string, port: number): Promise<RfbClient> {
  const ticket = await consoles.createTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    target: { driver: 'KVM', type: 'vnc', vmId, host, vnc: { kind: 'tcp', port } },
    credentials: { authentication: 'key', privateKey: user.privateKey },
    viewOnly: false,
    who: 'bench',
    title: vmId,
  });
  return RfbClient.connect(`ws://${ticket.host}:${ticket.port}${ticket.path}`, origin, viewing);
}

/** Waits until something listens on a port. */
async function listening(port: number): Promise<void> {
  while (spawnSync('sh', ['-c', `ss -Hltn "sport = :${port}" | grep -q .`]).status !== 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

async function peer(port: number): Promise<() => Promise<RfbClient>> {
  const [tunnel, web] = [await freePort(), await freePort()];
  const options = [
    'UserKnownHostsFile=/dev/null',
    'StrictHostKeyChecking=no',
    'LogLevel=ERROR',
    'ExitOnForwardFailure=yes',
  ];
  children.push(
    spawn(
      'ssh',
      [
        ...options.flatMap((option) => ['-o', option]),
        ...['-i', user.privateKeyFile, '-p', String(sshd.port), '-N', '-L', `127.0.0.1:${tunnel}:127.0.0.1:${port}`],
        `${user.name}@127.0.0.1`,
      ],
      { stdio: 'ignore' },
    ),
    spawn('websockify', [`127.0.0.1:${web}`, `127.0.0.1:${tunnel}`], { stdio: 'ignore' }),
  );
  await listening(tunnel);
  await listening(web);
  return async () => RfbClient.connect(`ws://127.0.0.1:${web}/`, origin, viewing);
}

try {
  const { server, port } = await screen(800, 600);
  const throughPeer = await peer(port);
  /** Whole screens per second that a viewer sees, each painted when the last was seen. */
  const throughput = async (open: () => Promise<RfbClient>): Promise<number> => {
    const viewer = await open();
    await viewer.until((seen) => seen.updates > 0);
    const begun = performance.now();
    for (let frame = 0; frame < frames; frame += 1) {
      const before = viewer.receivedBytes;
      server.paint(0, 0, 800, 600, [frame * 5, 255 - frame, frame]);
      await viewer.until((seen) => seen.receivedBytes - before >= 800 * 600 * 4);
    }
    const rate = frames / seconds(begun);
    viewer.close();
    return rate;
  };
  /** Milliseconds from a key to the few pixels that it changes. */
  const latency = async (open: () => Promise<RfbClient>): Promise<number> => {
    const viewer = await open();
    await viewer.until((seen) => seen.updates > 0);
    const times: number[] = [];
    for (let echo = 0; echo < echoes; echo += 1) {
      const [keys, updates] = [server.received.length, viewer.updates];
      const begun = performance.now();
      viewer.key(true, 0x61);
      await server.until(() => server.received.length > keys);
      server.paint(8, 8, 8, 16, [echo, 200, 255 - echo]);
      await viewer.until((seen) => seen.updates > updates);
      times.push(performance.now() - begun);
      viewer.key(false, 0x61);
    }
    viewer.close();
    return median(times);
  };
  const openOurs = () => ours('bench', port);
  const rates = await inTurns(rounds, { ours: () => throughput(openOurs), peer: () => throughput(throughPeer) });
  report({
    what: 'console frames per second to websockify + ssh -L',
    ours: `${median(rates.ours).toFixed(1)}/s`,
    against: `${median(rates.peer).toFixed(1)}/s`,
    figure: ratio(rates.ours, rates.peer),
    wanted: { atLeast: 1.3 },
  });
  const delays = await inTurns(rounds, { ours: () => latency(openOurs), peer: () => latency(throughPeer) });
  report({
    what: 'console latency, key to pixels, to websockify + ssh -L',
    ours: milliseconds(median(delays.ours)),
    against: milliseconds(median(delays.peer)),
    figure: ratio(delays.ours, delays.peer),
    wanted: { atMost: 1.5 },
  });
  /** Milliseconds from the wish to see a console to its first picture; the host's connection is there already, as it is in the application. */
  const firstFrame = async (open: () => Promise<RfbClient>): Promise<number> => {
    const begun = performance.now();
    const viewer = await open();
    await viewer.until((seen) => seen.updates > 0);
    const taken = performance.now() - begun;
    viewer.close();
    return taken;
  };
  const bare = async () => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    return new RfbClient(socket, viewing);
  };
  const firsts = await inTurns(rounds * 4, { ours: () => firstFrame(openOurs), bare: () => firstFrame(bare) });
  report({
    what: 'console, click to first picture, to a bare RFB handshake',
    ours: milliseconds(median(firsts.ours)),
    against: milliseconds(median(firsts.bare)),
    figure: ratio(firsts.ours, firsts.bare),
    wanted: { atMost: 3 },
  });

  const small = await screen(160, 120);
  const viewers: RfbClient[] = [];
  for (let index = 0; index < many; index += 1) {
    const viewer = await ours(`crowd-${index}`, small.port);
    await viewer.until((seen) => seen.updates > 0);
    viewers.push(viewer);
  }
  for (const viewer of viewers.slice(0, stalled)) viewer.stall();
  const live = viewers.slice(stalled);
  const before = live.map((viewer) => viewer.updates);
  const begun = performance.now();
  small.server.paint(0, 0, 160, 120, [10, 200, 90]);
  let seen = 0;
  await Promise.race([
    Promise.all(
      live.map((viewer, index) => viewer.until((one) => one.updates > (before[index] ?? 0)).then(() => (seen += 1))),
    ),
    new Promise((resolve) => setTimeout(resolve, 30_000)),
  ]);
  console.log(`consoles: ${seen} live ones saw the change within ${milliseconds(performance.now() - begun)}`);
  report({
    what: `live consoles that see a change, of ${many} over one connection with ${stalled} stalled`,
    ours: String(seen),
    against: String(live.length),
    figure: seen / live.length,
    wanted: { atLeast: 1 },
  });
  for (const viewer of viewers) viewer.close();
} finally {
  for (const child of children) child.kill();
  await consoles.close();
  for (const close of closers) await close();
  await sshd.stop();
  user.remove();
}
process.exit(0);
