import { Duplex } from 'node:stream';
import { endProgram, type StartedProgram } from './program.ts';

/** As much is kept of what a program says on stderr: the end of it. */
const keptStderr = 4096;

/** A program's stdin and stdout as a byte pipe. Destroying the pipe ends the program. */
export class ProgramStream extends Duplex {
  readonly #program: StartedProgram;
  #stderr = Buffer.alloc(0);

  constructor(program: StartedProgram) {
    super();
    this.#program = program;
    const { channel } = program;
    program.onStderr((chunk) => {
      this.#stderr = Buffer.concat([this.#stderr, chunk]).subarray(-keptStderr);
    });
    if (program.firstOutput.length > 0) this.push(program.firstOutput);
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.once('end', () => this.push(null));
    // Not destroyed: what came last may not have been read yet.
    void program.ended.then(() => this.end());
  }

  /** The last of what it said on stderr. */
  get stderr(): string {
    return this.#stderr.toString('utf8');
  }

  override _read(): void {
    this.#program.channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { channel } = this.#program;
    if (!channel.writable || channel.write(chunk)) done();
    else {
      // Whichever comes first: a channel that ended drains no more.
      const settled = () => {
        channel.off('drain', settled);
        channel.off('close', settled);
        done();
      };
      channel.on('drain', settled);
      channel.on('close', settled);
    }
  }

  override _final(done: () => void): void {
    this.#program.channel.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    endProgram(this.#program.channel);
    done(error);
  }
}
