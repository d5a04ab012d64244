import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from './lab.ts';

/** A disk put into a lab host: a loop device of this machine, whose file the test reads itself. Only as root. */
export class LabDisk {
  readonly lab: Lab;
  readonly host: string;
  readonly directory = mkdtempSync(join(tmpdir(), 'benchtop-disk-'));
  readonly file = join(this.directory, 'disk');
  /** `/dev/loop3` */
  readonly device: string;
  readonly name: string;

  private constructor(lab: Lab, host: string, bytes: number) {
    this.lab = lab;
    this.host = host;
    writeFileSync(this.file, '');
    truncateSync(this.file, bytes);
    this.device = run('losetup', '--find', '--show', this.file).trim();
    this.name = this.device.slice('/dev/'.length);
  }

  /** A disk of zeros, sparse on this machine. */
  static async insert(lab: Lab, host: string, bytes: number): Promise<LabDisk> {
    const disk = new LabDisk(lab, host, bytes);
    const number = disk.name.slice('loop'.length);
    // A power cut of the host takes the node away and leaves the disk.
    await disk.inside('sh', '-c', `[ -b ${disk.device} ] || mknod ${disk.device} b 7 ${number}`);
    return disk;
  }

  async inside(...argv: string[]): Promise<string> {
    const outcome = await this.lab.exec(this.host, argv);
    if (outcome.status !== 0) throw new Error(`${argv.join(' ')}: ${outcome.stderr || outcome.stdout}`);
    return outcome.stdout;
  }

  /** All zeros again. */
  async clear(): Promise<void> {
    await this.inside('wipefs', '--all', '--quiet', this.device);
    await this.inside('blkdiscard', '--zeroout', this.device);
  }

  /** What the machine's own eyes see of its first and last mebibyte. */
  digest(): string {
    run('sync', this.file);
    const length = 2 ** 20;
    const hash = createHash('sha256');
    const file = openSync(this.file, 'r');
    for (const position of [0, fstatSync(file).size - length]) {
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, position);
      hash.update(bytes);
    }
    closeSync(file);
    return hash.digest('hex');
  }

  async remove(): Promise<void> {
    await this.lab.exec(this.host, ['rm', '-f', this.device]);
    run('losetup', '--detach', this.device);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function run(program: string, ...argv: string[]): string {
  const outcome = spawnSync(program, argv, { encoding: 'utf8' });
  if (outcome.status !== 0) throw new Error(`${program} ${argv.join(' ')}: ${outcome.stderr || outcome.error}`);
  return outcome.stdout;
}
