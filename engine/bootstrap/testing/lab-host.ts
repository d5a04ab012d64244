import { readFileSync } from 'node:fs';
import { fingerprintOf, type HostSystem, type Lab, type LabHost } from '../../../e2e/lab/lab.ts';
import { textOf } from '../../contract/phrase.ts';
import { openConnection } from '../../ssh/connection.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import { planHost, probeHost } from '../bootstrap.ts';
import type { HostChoices, HostPlan, HostProbe } from '../types.ts';
import type { WorkOptions } from '../work.ts';

export type Login = 'root' | 'ops' | 'opsnp';

/** One lab host as the product sees it (by SSH) and as the test sees it (without). */
export class Subject {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly login: Login;
  connection!: SshConnection;
  readonly log: string[] = [];

  constructor(lab: Lab, os: HostSystem, login: Login = 'root') {
    this.lab = lab;
    this.host = lab.hosts.find((host) => host.os === os)!;
    this.login = login;
  }

  async connect(): Promise<SshConnection> {
    const { host, login } = this;
    const target = {
      id: host.name,
      address: host.address,
      port: host.port,
      username: login,
      hostKeyFingerprint: fingerprintOf(host),
    };
    const password = { root: '', ops: host.sudo.password, opsnp: host.sudoWithoutPassword.password }[login];
    return await openConnection(
      target,
      login === 'root'
        ? { authentication: 'key', privateKey: readFileSync(host.privateKeyPath, 'utf8') }
        : { authentication: 'password', password },
    );
  }

  async open(): Promise<this> {
    this.connection = await this.connect();
    return this;
  }

  options(more: Partial<WorkOptions> = {}): WorkOptions {
    return {
      log: (line) => this.log.push(textOf(line)),
      progress: () => {},
      unitPrefix: 'benchtop-test',
      reconnect: () => this.connect(),
      ...more,
    };
  }

  async plan(choices: HostChoices = {}): Promise<{ probe: HostProbe; plan: HostPlan }> {
    const probe = await probeHost(this.connection);
    return { probe, plan: planHost(probe, { acceptEmulation: true, ...choices }) };
  }

  /** Standard output of a command in the host, run without its network. */
  async inside(...argv: string[]): Promise<string> {
    return (await this.lab.exec(this.host.name, argv)).stdout;
  }

  /** Content, mode, owner and time of files that the preparation edits or that packages' scripts edit. */
  async editedFiles(): Promise<string> {
    const files = [
      '/etc/passwd',
      '/etc/group',
      '/etc/shadow',
      '/etc/gshadow',
      '/etc/hosts',
      '/etc/hostname',
      '/etc/network/interfaces',
    ];
    return await this.inside(
      'sh',
      '-c',
      `for f in ${files.join(' ')}; do [ -e "$f" ] && stat -c '%n %a %U:%G %y' "$f" && sha256sum "$f"; done`,
    );
  }
}
