import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { type Parser, ProtocolError, skip } from './byte-reader.ts';
import { checkScreenSize, limits } from './rfb-protocol.ts';
import { vncResponse } from './vnc-authentication.ts';

const securityNone = 1;
const securityVnc = 2;

/**
 * The client's side of the handshake with a VNC server of protocol 3.3, 3.7 or 3.8, with security None or VNC authentication. The
 * session is asked to be shared. Returns the screen's size; the server's name is read over, since viewers see the VM's title.
 * Throws `ProtocolError` for what is no such server and a `BenchtopError` where the server refuses us.
 */
export function* clientHandshake(
  send: (bytes: Buffer) => void,
  password: string | undefined,
): Parser<{ width: number; height: number }> {
  const greeting = (yield 12).toString('latin1');
  const version = /^RFB (\d{3})\.(\d{3})\n$/.exec(greeting);
  if (version === null) throw new ProtocolError(say`What answers at the console is not a VNC server.`);
  const minor = agreedMinor(Number(version[1]), Number(version[2]));
  send(Buffer.from(`RFB 003.00${minor}\n`, 'latin1'));

  const security = minor === 3 ? yield* decidedSecurity() : yield* chosenSecurity(send, password);
  if (security === securityVnc) {
    const challenge = Buffer.from(yield 16);
    if (password === undefined) throw passwordMissing();
    send(vncResponse(password, challenge));
  }
  // Before 3.8 a server that needs no authentication says nothing about its result.
  if (security === securityVnc || minor === 8) {
    const result = (yield 4).readUInt32BE(0);
    if (result !== 0) {
      const reason = minor === 8 ? yield* failureReason() : '';
      throw fail(
        'unauthorized',
        reason === ''
          ? say`The VM's screen did not accept the VNC password.`
          : say`The VM's screen did not accept the VNC password (${reason}).`,
        {
          hint: say`Stop and start the VM, which sets a new one, then open the console again.`,
        },
      );
    }
  }

  send(Buffer.from([1]));
  const init = yield 24;
  const width = init.readUInt16BE(0);
  const height = init.readUInt16BE(2);
  const nameLength = init.readUInt32BE(20);
  checkScreenSize(width, height);
  if (nameLength > limits.serverName) throw new ProtocolError(say`The VNC server has an endless name.`);
  yield* skip(nameLength);
  return { width, height };
}

/** Servers of unknown minor versions are to be met at the next lower one that is known (rfbproto, ProtocolVersion). */
function agreedMinor(major: number, minor: number): 3 | 7 | 8 {
  if (major > 3 || (major === 3 && minor >= 8)) return 8;
  if (major < 3 || minor < 3) throw new ProtocolError(say`The VNC server is of a protocol version older than 3.3.`);
  return minor === 7 ? 7 : 3;
}

function* decidedSecurity(): Parser<number> {
  const type = (yield 4).readUInt32BE(0);
  if (type === 0) throw refused(yield* failureReason());
  if (type !== securityNone && type !== securityVnc) throw unknownSecurity();
  return type;
}

function* chosenSecurity(send: (bytes: Buffer) => void, password: string | undefined): Parser<number> {
  const count = (yield 1).readUInt8(0);
  if (count === 0) throw refused(yield* failureReason());
  const offered = [...(yield count)];
  const acceptable = password === undefined ? [securityNone] : [securityVnc, securityNone];
  const chosen = acceptable.find((type) => offered.includes(type));
  if (chosen === undefined) throw offered.includes(securityVnc) ? passwordMissing() : unknownSecurity();
  send(Buffer.from([chosen]));
  return chosen;
}

/** The server's own words, cut and without control characters; empty if it has none. */
function* failureReason(): Parser<string> {
  const length = (yield 4).readUInt32BE(0);
  if (length > limits.failureReason) throw new ProtocolError(say`The VNC server gives an endless reason.`);
  return (yield length)
    .toString('utf8')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 80);
}

const refused = (reason: string) =>
  fail(
    'unauthorized',
    reason === '' ? say`The VM's screen refuses connections.` : say`The VM's screen refuses connections (${reason}).`,
  );
const passwordMissing = () =>
  fail('unauthorized', say`The VM's screen asks for a VNC password that Benchtop does not know.`, {
    hint: say`The VM may have been changed by another tool. Stop and start it from here.`,
  });
const unknownSecurity = () =>
  fail('unauthorized', say`The VM's screen asks for a kind of authentication that Benchtop does not speak.`, {
    hint: say`Benchtop speaks VNC without authentication and with a VNC password.`,
  });
