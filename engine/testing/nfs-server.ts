import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A second NFS server for the lab, a machine of its own: a network namespace on the lab's management bridge with rpcbind and
 * nfs-ganesha, whose exports, services and firewall a test makes wrong and right again. Only from inside the lab's network, as root.
 */
export class LabNfsServer {
  readonly address = '10.77.0.150';
  readonly directory = mkdtempSync(join(tmpdir(), 'benchtop-nfs-'));
  readonly #netns = `${process.env.BENCHTOP_LAB_NAME ?? 'lab'}-nfs`;
  #services: ChildProcess[] = [];

  constructor() {
    mkdirSync(join(this.directory, 'data'));
    const near = 'labnfs';
    run({}, 'ip', 'netns', 'add', this.#netns);
    run({}, 'ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.#netns);
    run({}, 'ip', 'link', 'set', near, 'master', 'brmg', 'up');
    this.#inside('ip', 'link', 'set', 'lo', 'up');
    this.#inside('ip', 'link', 'set', 'eth0', 'up');
    this.#inside('ip', 'address', 'add', `${this.address}/24`, 'dev', 'eth0');
  }

  #inside(...argv: string[]): string {
    return run({}, 'nsenter', `--net=/run/netns/${this.#netns}`, '--', ...argv);
  }

  /** Makes its firewall's chain for incoming packets have these rules in this order; none: no firewall. */
  firewall(...rules: string[]): void {
    const chain = [
      'type filter hook input priority 0; policy accept;',
      'iifname lo accept',
      'ct state established accept',
    ];
    const text = ['table ip wall', 'delete table ip wall'];
    if (rules.length > 0) text.push('table ip wall {', 'chain input {', ...chain, ...rules, '}', '}');
    run({ input: `${text.join('\n')}\n` }, 'nsenter', `--net=/run/netns/${this.#netns}`, '--', 'nft', '-f', '-');
  }

  /** Starts rpcbind, and NFS with one export of `/export/data` unless that is left out. Resolves when they answer. */
  async start(nfs?: { clients?: string; privilegedPort?: boolean }): Promise<void> {
    await this.stop();
    const client = nfs?.clients === undefined ? '' : `CLIENT { Clients = ${nfs.clients}; Access_Type = RW; }`;
    writeFileSync(
      join(this.directory, 'ganesha.conf'),
      `NFS_CORE_PARAM { Bind_addr = ${this.address}; Protocols = 3; NFS_Port = 2049; MNT_Port = 20048;
  mount_path_pseudo = true; Enable_NLM = false; Enable_RQUOTA = false; Enable_UDP = false; }
EXPORT { Export_Id = 1; Path = ${this.directory}/data; Pseudo = /export/data; Squash = No_Root_Squash; SecType = sys;
  Protocols = 3; Transports = TCP; Access_Type = ${nfs?.clients === undefined ? 'RW' : 'None'};
  PrivilegedPort = ${nfs?.privilegedPort === true}; ${client} FSAL { Name = VFS; } }
`,
    );
    // Both keep state and sockets in fixed places of the machine, which must stay untouched.
    const script = `set -e
mount -t proc proc /proc; mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /var/lib/nfs
mkdir -p /run/rpcbind /run/ganesha /var/lib/nfs/ganesha; chmod 777 /run/rpcbind
rpcbind -f -h ${this.address} &
until [ -S /run/rpcbind.sock ]; do sleep 0.05; done
${nfs === undefined ? '' : `ganesha.nfsd -F -f ${this.directory}/ganesha.conf -L ${this.directory}/ganesha.log -p /run/ganesha/pid &`}
wait -n`;
    this.#services = [
      spawn(
        'nsenter',
        [
          `--net=/run/netns/${this.#netns}`,
          '--',
          'unshare',
          '--mount',
          '--pid',
          '--fork',
          '--kill-child',
          'bash',
          '-c',
          script,
        ],
        { stdio: 'ignore' },
      ),
    ];
    for (const port of nfs === undefined ? [111] : [111, 2049, 20048]) await this.#answers(port);
  }

  async #answers(port: number): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const tried = spawnSync('nsenter', [
        `--net=/run/netns/${this.#netns}`,
        '--',
        'bash',
        '-c',
        `exec 3<>/dev/tcp/${this.address}/${port}`,
      ]);
      if (tried.status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`nothing answers at ${this.address}:${port}`);
  }

  /** Ends the services; the machine stays. */
  async stop(): Promise<void> {
    for (const service of this.#services.splice(0)) {
      if (service.exitCode !== null) continue;
      const ended = new Promise((resolve) => service.once('exit', resolve));
      service.kill('SIGKILL');
      await ended;
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    run({}, 'ip', 'netns', 'delete', this.#netns);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function run(options: { input?: string }, program: string, ...argv: string[]): string {
  const outcome = spawnSync(program, argv, { encoding: 'utf8', ...options });
  if (outcome.status !== 0) throw new Error(`${program} ${argv.join(' ')}: ${outcome.stderr || outcome.error}`);
  return outcome.stdout;
}
