import { Duplex } from 'node:stream';
import { endProgram, type StartedProgram } from './program.ts';

/** A program's stdin and stdout as a byte pipe; what it writes to stderr is dropped. Destroying the pipe ends the program. */
export class ProgramStream extends Duplex {
  readonly #program: StartedProgram;

  constructor(program: StartedProgram) {
    super();
    this.#program = program;
    const { channel } = program;
    program.onStderr(() => {});
    if (program.firstOutput.length > 0) this.push(program.firstOutput);
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.once('end', () => this.push(null));
    // Not destroyed: what came last may not have been read yet.
    void program.ended.then(() => this.end());
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
