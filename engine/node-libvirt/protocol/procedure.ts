/** What a procedure is: its number and the layouts of its arguments and of its answer. */
import type { Codec, Fields, Shape } from '../xdr.ts';
import { struct } from '../xdr.ts';

/** Program numbers of the frame header. All are version 1. */
export const Program = { remote: 0x2000_8086, qemu: 0x2000_8087, keepalive: 0x6b65_6570 } as const;

/** Where a stream's bytes flow, seen from the client. */
export type StreamDirection = 'read' | 'write' | 'both';

export type Procedure<Args, Result> = {
  readonly program: number;
  readonly number: number;
  readonly args: Codec<Args>;
  readonly result: Codec<Result>;
  /** Set where the answer opens a stream with the serial of the call. */
  readonly stream: StreamDirection | undefined;
};

export function procedure<A extends Shape, R extends Shape>(
  number: number,
  args: A,
  result: R,
): Procedure<Fields<A>, Fields<R>> {
  return { program: Program.remote, number, args: struct(args), result: struct(result), stream: undefined };
}

export function streamProcedure<A extends Shape, R extends Shape>(
  number: number,
  args: A,
  result: R,
  stream: StreamDirection,
): Procedure<Fields<A>, Fields<R>> & { readonly stream: StreamDirection } {
  return { ...procedure(number, args, result), stream };
}

export function qemuProcedure<A extends Shape, R extends Shape>(
  number: number,
  args: A,
  result: R,
): Procedure<Fields<A>, Fields<R>> {
  return { ...procedure(number, args, result), program: Program.qemu };
}
