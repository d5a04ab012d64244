import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';

/** What a hash costs now. It stands in every hash, so that a later version may ask for more and still know the old ones. */
const cost = { N: 2 ** 15, r: 8, p: 1 };
const keyLength = 32;

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, keyLength, { ...options, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}

/** `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one of a hash; as long for no hash at all. */
export async function passwordMatches(password: string, hash: string | undefined): Promise<boolean> {
  const [kind, N, r, p, salt, key] = (hash ?? '').split('$');
  const options = kind === 'scrypt' ? { N: Number(N), r: Number(r), p: Number(p) } : cost;
  const wanted = Buffer.from(key ?? '', 'base64url');
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'), options);
  const known = kind === 'scrypt' && wanted.length === given.length;
  return timingSafeEqual(given, known ? wanted : randomBytes(given.length)) && known;
}

const kinds = [
  ['password.policy.minimum.digits', /\p{Nd}/gu, (least: number) => say`The password has fewer than ${least} digits.`],
  [
    'password.policy.minimum.lowercase.letters',
    /\p{Ll}/gu,
    (least: number) => say`The password has fewer than ${least} small letters.`,
  ],
  [
    'password.policy.minimum.uppercase.letters',
    /\p{Lu}/gu,
    (least: number) => say`The password has fewer than ${least} capital letters.`,
  ],
  [
    'password.policy.minimum.special.characters',
    /[^\p{L}\p{N}]/gu,
    (least: number) => say`The password has fewer than ${least} characters that are neither letters nor digits.`,
  ],
] as const;

/** Refuses a password that the settings of the user’s domain do not take. Error: parameter. */
export function checkPolicy(ctx: Ctx, password: string, user: { username: string; domainId: string }): void {
  const { username, domainId } = user;
  const minimum = ctx.settings.number('password.policy.minimum.length', { domainId });
  if ([...password].length < minimum)
    throw fail('parameter', say`The password has fewer than ${minimum} characters.`, {
      field: 'password',
      hint: say`The setting password.policy.minimum.length asks for them.`,
    });
  for (const [name, kind, sentence] of kinds) {
    const least = ctx.settings.number(name, { domainId });
    if ((password.match(kind)?.length ?? 0) < least)
      throw fail('parameter', sentence(least), { field: 'password', hint: say`The setting ${name} asks for them.` });
  }
  const allowed = ctx.settings.boolean('password.policy.allowPasswordToContainUsername', { domainId });
  if (!allowed && password.toLowerCase().includes(username.toLowerCase()))
    throw fail('parameter', say`The password contains the name of the user.`, {
      field: 'password',
      hint: say`Choose one that nobody can guess from the name.`,
    });
}
