import { isIP } from 'node:net';
import { aloneCidr, inNetworks, isInternal } from '../../addresses.ts';
import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { TemplateSpec } from '../../drivers/driver.ts';

const algorithms = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const;

/** CloudStack's checksum form: hex, or `{SHA-256}hex`. The algorithm follows from the length; a prefix that disagrees is refused. */
export function parseChecksum(text: string): NonNullable<TemplateSpec['checksum']> {
  const match = /^(?:\{([A-Z0-9-]+)\})?([0-9a-f]+)$/i.exec(text);
  const hex = match?.[2]?.toLowerCase() ?? '';
  const algorithm = algorithms[hex.length as keyof typeof algorithms];
  const named = match?.[1]?.toLowerCase().replaceAll('-', '');
  if (algorithm === undefined || (named !== undefined && named !== algorithm))
    throw fail('parameter', say`The checksum is not a hex digest of MD5, SHA-1, SHA-256 or SHA-512.`, {
      field: 'checksum',
      hint: say`Paste the digest alone, or as {SHA-256}digest.`,
    });
  return { algorithm, hex };
}

/** The URL of a template as it is kept: http or https, without a login, written out as the standard has it. Error: parameter. */
export function parseSource(text: string): URL {
  const readable = URL.canParse(text) && !/[\s\u0000-\u001f\u007f\\]/.test(text);
  if (!readable)
    throw fail('parameter', say`The URL cannot be read.`, {
      field: 'url',
      hint: say`Use a URL such as https://images.example/debian.qcow2, without spaces.`,
    });
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw fail(
      'parameter',
      say`Templates are fetched by http or https, not ${url.protocol.replace(':', '').slice(0, 20)}.`,
      {
        field: 'url',
        hint: say`Put the image on a web server that the hosts reach.`,
      },
    );
  if (url.username !== '' || url.password !== '')
    throw fail('parameter', say`The URL contains a user name or password.`, {
      field: 'url',
      hint: say`URLs are stored in the clear: use one without a login.`,
    });
  return url;
}

/**
 * Resolves a template's URL once and says which addresses the host may fetch it from. A site inside (private, loopback or link-local
 * address) must be allowed by secstorage.allowed.internal.sites; the refusal names the very value to add.
 */
export async function checkSource(ctx: Ctx, url: URL): Promise<string[]> {
  const hostName = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(hostName) ? [hostName] : await ctx.resolve(hostName);
  if (addresses.length === 0)
    throw fail('parameter', say`The name ${hostName} cannot be resolved.`, {
      field: 'url',
      hint: say`Check its spelling and this computer’s name server.`,
    });
  const allowed = ctx.settings
    .text('secstorage.allowed.internal.sites')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const refused = addresses.find((address) => isInternal(address) && !inNetworks(address, allowed));
  if (refused !== undefined)
    throw fail(
      'parameter',
      say`${hostName} is an internal site (${refused}), which is not allowed to serve templates.`,
      {
        field: 'url',
        hint: say`Allow it by adding ${aloneCidr(refused)} to the setting secstorage.allowed.internal.sites, then try again.`,
      },
    );
  return addresses;
}
