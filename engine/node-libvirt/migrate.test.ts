import { beforeEach, describe, expect, test } from 'vitest';
import { LibvirtConnection } from './connection.ts';
import { ErrorCode } from './errors.ts';
import { FakeFailure, FakeLibvirtd } from './fake/server.ts';
import { migrateDomain } from './migrate.ts';
import { MigrateFlag } from './protocol/flags.ts';
import type { CallArguments, ProcedureName } from './protocol/procedures.ts';
import { paramMap } from './typed-params.ts';

const dom = { name: 'guest', uuid: '00112233-4455-6677-8899-aabbccddeeff', id: 3 };
const there = { ...dom, id: 1 };
const cookie = (text: string) => new Uint8Array(Buffer.from(text));

let source: FakeLibvirtd;
let destination: FakeLibvirtd;
let from: LibvirtConnection;
let to: LibvirtConnection;

beforeEach(async () => {
  source = new FakeLibvirtd();
  destination = new FakeLibvirtd();
  source.handlers.domainMigrateBegin3Params = () => ({ cookieOut: cookie('begun'), xml: '<domain/>' });
  destination.handlers.domainMigratePrepare3Params = () => ({
    cookieOut: cookie('prepared'),
    uriOut: 'tcp://there:49152',
  });
  source.handlers.domainMigratePerform3Params = () => ({ cookieOut: cookie('performed') });
  destination.handlers.domainMigrateFinish3Params = ({ cancelled }) => {
    if (cancelled === 1)
      throw new FakeFailure(ErrorCode.operationFailed, 'domain is not processing incoming migration');
    return { dom: there, cookieOut: cookie('finished') };
  };
  source.handlers.domainMigrateConfirm3Params = () => ({});
  from = await LibvirtConnection.open(await source.dial(), { keepalive: null });
  to = await LibvirtConnection.open(await destination.dial(), { keepalive: null });
});

const move = (flags: number = MigrateFlag.live) => migrateDomain({ source: from, destination: to, dom, flags });

function seen<K extends ProcedureName>(server: FakeLibvirtd, name: K): CallArguments<K> | undefined {
  return server.seen.find((call) => call.name === name)?.args as CallArguments<K> | undefined;
}

const fail = () => {
  throw new FakeFailure(ErrorCode.internal, 'injected');
};

const steps = () => [...source.names, ...destination.names].map((name) => name.replace(/^domainMigrate|3Params$/g, ''));

describe('a migration that succeeds', () => {
  test('takes five steps, each with the cookie of the one before', async () => {
    const phases: string[] = [];
    const moved = await migrateDomain({
      source: from,
      destination: to,
      dom,
      flags: 1,
      onPhase: (phase) => phases.push(phase),
    });
    expect(moved).toEqual(there);
    expect(phases).toEqual(['begin', 'prepare', 'perform', 'finish', 'confirm']);
    const cookies = [
      seen(destination, 'domainMigratePrepare3Params'),
      seen(source, 'domainMigratePerform3Params'),
      seen(destination, 'domainMigrateFinish3Params'),
      seen(source, 'domainMigrateConfirm3Params'),
    ].map((args) => Buffer.from(args?.cookieIn ?? []).toString());
    expect(cookies).toEqual(['begun', 'prepared', 'performed', 'finished']);
    expect(seen(source, 'domainMigrateConfirm3Params')?.cancelled).toBe(0);
  });

  test('sends the destination’s address and the source’s description on', async () => {
    await move();
    const params = paramMap(seen(source, 'domainMigratePerform3Params')?.params ?? []);
    expect(params.get('migrate_uri')).toBe('tcp://there:49152');
    expect(params.get('destination_xml')).toBe('<domain/>');
  });

  test('protects the domain at the source and spares the destination flags that it does not know', async () => {
    await move(MigrateFlag.live | MigrateFlag.autoConverge | MigrateFlag.abortOnError);
    expect(seen(source, 'domainMigratePerform3Params')?.flags).toBe(1 | 256 | 8192 | 4096);
    expect(seen(destination, 'domainMigratePrepare3Params')?.flags).toBe(1);
  });

  test('offline copies no memory', async () => {
    await move(MigrateFlag.offline);
    expect(steps()).not.toContain('Perform');
  });
});

describe('a step that fails', () => {
  test('begin: nothing else is done', async () => {
    source.handlers.domainMigrateBegin3Params = fail;
    await expect(move()).rejects.toMatchObject({ message: 'injected' });
    expect(steps()).toEqual(['Begin']);
  });

  test('prepare: the source is told to carry on', async () => {
    destination.handlers.domainMigratePrepare3Params = fail;
    await expect(move()).rejects.toMatchObject({ message: 'injected' });
    expect(steps()).toEqual(['Begin', 'Confirm', 'Prepare']);
    expect(seen(source, 'domainMigrateConfirm3Params')?.cancelled).toBe(1);
  });

  test('perform: the destination cleans up, and the source, which knows, is left alone', async () => {
    source.handlers.domainMigratePerform3Params = fail;
    await expect(move()).rejects.toMatchObject({ message: 'injected' });
    expect(steps()).toEqual(['Begin', 'Perform', 'Prepare', 'Finish']);
    expect(seen(destination, 'domainMigrateFinish3Params')?.cancelled).toBe(1);
  });

  test('finish: the source resumes', async () => {
    destination.handlers.domainMigrateFinish3Params = fail;
    await expect(move()).rejects.toMatchObject({ message: 'injected' });
    expect(seen(source, 'domainMigrateConfirm3Params')?.cancelled).toBe(1);
  });

  test('confirm: the domain has moved all the same', async () => {
    source.handlers.domainMigrateConfirm3Params = fail;
    expect(await move()).toEqual(there);
  });

  test('the destination lost at finish: the source is not resumed, since the domain may run there', async () => {
    destination.handlers.domainMigrateFinish3Params = () => {
      destination.cut();
      return new Promise(() => {});
    };
    await expect(move()).rejects.toMatchObject({ reason: 'disconnected', sent: true });
    expect(steps()).not.toContain('Confirm');
  });

  test('the source lost at perform: the destination cleans up', async () => {
    source.handlers.domainMigratePerform3Params = () => {
      source.cut();
      return new Promise(() => {});
    };
    await expect(move()).rejects.toMatchObject({ reason: 'disconnected', sent: true });
    expect(seen(destination, 'domainMigrateFinish3Params')?.cancelled).toBe(1);
  });
});

test('peer-to-peer is refused before anything is sent', async () => {
  await expect(move(MigrateFlag.live | MigrateFlag.peerToPeer)).rejects.toMatchObject({ reason: 'invalid' });
  expect(steps()).toEqual([]);
});
