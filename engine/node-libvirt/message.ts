/** Between frames and values: headers of a procedure's messages, whole bodies, error bodies. */
import { LibvirtError, XdrError } from './errors.ts';
import type { Frame, FrameHeader } from './frame.ts';
import { remoteError } from './protocol/objects.ts';
import type { Procedure } from './protocol/procedure.ts';
import type { Codec } from './xdr.ts';
import { XdrReader } from './xdr.ts';

/** The header of a message that belongs to a call of `procedure`. */
export function messageHeader(
  procedure: Procedure<unknown, unknown>,
  type: number,
  serial: number,
  status: number,
): FrameHeader {
  return { program: procedure.program, procedure: procedure.number, type, serial, status };
}

/** Decodes a body that must hold one value and nothing after it. Throws `XdrError`. */
export function decodeWhole<T>(codec: Codec<T>, body: Buffer): T {
  const reader = new XdrReader(body);
  const value = codec.decode(reader);
  if (reader.left() > 0) throw new XdrError(`${reader.left()} bytes too many in the message`);
  return value;
}

/** Characters of an error's text that are kept; libvirt's own are a few hundred, the protocol allows four million. */
const TEXT_LIMIT = 4_096;

/** A host's text with its control characters replaced, so that it can neither fill a log nor steer the terminal that shows it. */
function inert(text: string): string {
  return text
    .slice(0, TEXT_LIMIT)
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' ? character : '\ufffd'));
}

/** The error that a frame with status error carries. Throws `XdrError` if it carries none. */
export function remoteFailure(frame: Frame, procedure?: string): LibvirtError {
  const body = decodeWhole(remoteError, frame.body);
  return new LibvirtError({
    reason: 'remote',
    message: body.message === null ? `libvirt error ${body.code}` : inert(body.message),
    code: body.code,
    domain: body.domain,
    level: body.level,
    strings: [body.str1, body.str2, body.str3].map((text) => (text === null ? null : inert(text))),
    procedure,
  });
}

export function asXdrError(error: unknown): XdrError {
  return error instanceof XdrError ? error : new XdrError(String(error), { cause: error });
}
