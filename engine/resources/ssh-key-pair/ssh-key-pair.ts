import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { SshKeyPairView } from '../../contract/views.ts';
import type { SshKeyPairRow } from '../../store/guest-data-rows.ts';
import { type OwnerView, ownerOf, ownerViews } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent } from '../common.ts';
import { type PublicKey, parsePublicKey, rsaLine, rsaNumbers } from './public-key.ts';

/** RSA, because passwords of instances are encrypted by it (see getVMPassword). */
const rsaBits = 2048;
const newRsaKey = promisify(generateKeyPair);

const keyPairView = (row: SshKeyPairRow, owner: OwnerView, annotated = { hasannotations: false }): SshKeyPairView => ({
  id: row.id,
  name: row.name,
  fingerprint: row.fingerprint,
  ...owner,
  ...annotated,
});

/** The RSA key of a public line, for encrypting by it; undefined for keys that only sign. */
export function rsaPublicKey(line: string): KeyObject | undefined {
  const numbers = rsaNumbers(line);
  return numbers && createPublicKey({ key: { kty: 'RSA', ...numbers }, format: 'jwk' });
}

type Owner = { accountId: string; domainId: string };

function addPairEvent(ctx: Ctx, caller: Caller, type: string, description: Phrase, pair: SshKeyPairRow): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: pair.id,
    resourceType: 'SSHKeyPair',
    resourceName: pair.name,
  });
}

/** Writes a pair. Errors: parameter for a name or a key that the account has already. */
function insertPair(ctx: Ctx, caller: Caller, owner: Owner, name: string, key: PublicKey, event: string, said: Phrase) {
  const taken = (condition: string, value: string) =>
    ctx.store.first('sshKeyPairs', `removed IS NULL AND account_id = ? AND ${condition}`, owner.accountId, value);
  if (taken('name = ?', name) !== undefined)
    throw fail('parameter', say`There is a key pair named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
  const same = taken('fingerprint = ?', key.fingerprint);
  if (same !== undefined)
    throw fail('parameter', say`That key is registered already, as ${same.name}.`, { field: 'publickey' });
  return ctx.store.write(() => {
    const pair = ctx.store.insert('sshKeyPairs', {
      id: ctx.ids(),
      ...owner,
      name,
      fingerprint: key.fingerprint,
      publicKey: key.line,
      created: ctx.clock(),
    });
    addPairEvent(ctx, caller, event, said, pair);
    return keyPairView(pair, ownerViews(ctx)(pair));
  });
}

/** The key pairs of an account by their names, in that order, each once. Error: parameter at the field that named it. */
export function keyPairsByName(
  ctx: Ctx,
  accountId: string,
  input: { keypair?: string | undefined; keypairs?: string[] | undefined },
): SshKeyPairRow[] {
  const named = [
    ...(input.keypair === undefined ? [] : [['keypair', input.keypair] as const]),
    ...(input.keypairs ?? []).map((name) => ['keypairs', name] as const),
  ];
  const found = new Map<string, SshKeyPairRow>();
  for (const [field, name] of named) {
    const pair = ctx.store.first('sshKeyPairs', 'removed IS NULL AND account_id = ? AND name = ?', accountId, name);
    if (pair === undefined)
      throw fail('parameter', say`The account of the instance has no key pair named ${name}.`, {
        field,
        hint: say`Look at the list of SSH key pairs, or register it first.`,
      });
    found.set(pair.id, pair);
  }
  return [...found.values()];
}

export const sshKeyPairHandlers = {
  async createSSHKeyPair(ctx, caller, input) {
    const owner = ownerOf(ctx, caller, input);
    const pair = await newRsaKey('rsa', { modulusLength: rsaBits });
    const jwk = pair.publicKey.export({ format: 'jwk' }) as { n: string; e: string };
    const said = say`Made the SSH key pair ${input.name}`;
    const key = parsePublicKey(rsaLine(jwk));
    const made = insertPair(ctx, caller, owner, input.name, key, 'REGISTER.SSH.KEYPAIR', said);
    return { ...made, privatekey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() };
  },

  registerSSHKeyPair(ctx, caller, input) {
    const owner = ownerOf(ctx, caller, input);
    const said = say`Registered the SSH key ${input.name}`;
    const key = parsePublicKey(input.publickey);
    return insertPair(ctx, caller, owner, input.name, key, 'REGISTER.SSH.KEYPAIR', said);
  },

  deleteSSHKeyPair(ctx, caller, input) {
    const { accountId } = ownerOf(ctx, caller, input);
    const pair = ctx.store.first(
      'sshKeyPairs',
      'removed IS NULL AND account_id = ? AND name = ?',
      accountId,
      input.name,
    );
    if (pair === undefined)
      throw fail('parameter', say`The account has no key pair named ${input.name}.`, {
        field: 'name',
        hint: say`Look at the list of SSH key pairs; another account’s is named with account and domainid.`,
      });
    ctx.store.write(() => {
      ctx.store.remove('sshKeyPairs', pair.id);
      addPairEvent(ctx, caller, 'DELETE.SSH.KEYPAIR', say`Deleted the SSH key pair ${pair.name}`, pair);
    });
    return { success: true };
  },

  listSSHKeyPairs(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'sshKeyPairs', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ['fingerprint = ?', input.fingerprint],
      ],
      sortable: { name: 'name', account: 'accountName', domain: 'domainName' },
    });
    const [owner, annotated] = [ownerViews(ctx, page.rows), annotatedViews(ctx, page.rows)];
    return { count: page.count, sshkeypair: page.rows.map((row) => keyPairView(row, owner(row), annotated(row))) };
  },
} satisfies Partial<Handlers>;
