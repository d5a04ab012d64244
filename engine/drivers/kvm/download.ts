import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { fail } from '../../contract/errors.ts';
import { type Phrase, quoted, say } from '../../contract/phrase.ts';
import { hostText } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, TemplateSpec } from '../driver.ts';

/** Where the bytes are, after redirects, with the address that the name is pinned to. */
export interface DownloadSource {
  url: URL;
  addresses: string[];
  /** By the server's own word; undefined when it says nothing. */
  length?: number;
}

const maximumHops = 5;

/** Networks that no redirect may lead to: the host's own, link-local (cloud metadata), private, and reserved ones. */
const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(network, prefix, 'ipv6');

/** Whether an address is on the open internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !inner.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Throws `parameter` unless the URL is plain http(s), without a user name. */
export function checkUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fail('parameter', say`The address of the image is not a URL.`, { field: 'url' });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw fail('parameter', say`Images are downloaded by http and https, not ${hostText(url.protocol, 20)}`, {
      field: 'url',
    });
  if (url.username !== '' || url.password !== '')
    throw fail('parameter', say`The address of the image holds a user name or password, which are not sent.`, {
      field: 'url',
    });
  return url;
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');
const portOf = (url: URL) => url.port || (url.protocol === 'https:' ? '443' : '80');

/** curl's options for one request that goes where we decided and nowhere else. */
export function curlBase(source: { url: URL; addresses: string[] }): string[] {
  const host = hostOf(source.url);
  const pins = source.addresses.map((address) => (isIP(address) === 6 ? `[${address}]` : address)).join(',');
  return [
    '--disable',
    '--silent',
    '--show-error',
    '--globoff',
    '--proto',
    '=http,https',
    '--max-redirs',
    '0',
    '--connect-timeout',
    '20',
    '--speed-limit',
    '1',
    '--speed-time',
    '60',
    ...(pins === '' || isIP(host) !== 0 ? [] : ['--resolve', `${host}:${portOf(source.url)}:${pins}`]),
  ];
}

/** Status, redirect target and length out of response headers, which are the server's and not trusted. */
export function readHeaders(text: string): { status: number; location?: string; length?: number } {
  // Proxies and "100 Continue" put more blocks before the last one.
  const blocks = text.split(/\r?\n\r?\n/).filter((block) => /^HTTP\//.test(block));
  const lines = (blocks.at(-1) ?? '').split(/\r?\n/);
  const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(lines[0] ?? '')?.[1] ?? 0);
  const value = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const length = Number(value('content-length') ?? 'none');
  const location = value('location');
  return {
    status,
    ...(location === undefined ? {} : { location }),
    ...(Number.isSafeInteger(length) && length >= 0 ? { length } : {}),
  };
}

/**
 * Finds out where the bytes are. curl follows no redirect by itself: each target is checked here, on the same host name with the same
 * addresses, or on another name that resolves to public addresses only.
 */
export async function findSource(
  ssh: SshConnection,
  host: HostTarget,
  template: TemplateSpec,
  resolve: (name: string) => Promise<string[]> = resolveName,
): Promise<DownloadSource> {
  let url = checkUrl(template.url);
  let addresses = template.addresses;
  for (let hop = 0; ; hop += 1) {
    const answer = await ssh.exec(
      ['curl', ...curlBase({ url, addresses }), '--max-time', '60', '--head', '--', url.href],
      {
        maximumOutput: 64 * 1024,
        deadline: 90_000,
      },
    );
    if (answer.code !== 0) throw curlFailure(host, url, answer.code, answer.stderr);
    const { status, location, length } = readHeaders(answer.stdout);
    if (status < 300 || status >= 400 || location === undefined) {
      // Servers that refuse HEAD may well serve GET; the download itself tells.
      const known = status >= 200 && status < 300 && length !== undefined && length > 0;
      if (known && length > template.maximumSize) throw tooLarge(length, template.maximumSize);
      return { url, addresses, ...(known ? { length } : {}) };
    }
    if (hop === maximumHops)
      throw fail('resourceUnavailable', say`${hostText(url.host)} redirects without end.`, {
        hint: say`Use the final address.`,
      });
    let next: URL;
    try {
      next = checkUrl(new URL(location, url).href);
    } catch (cause) {
      throw fail(
        'resourceUnavailable',
        say`${hostText(url.host)} redirects to ${hostText(location, 100)}, which is not followed.`,
        {
          hint: say`Use the final address of the image.`,
          cause,
        },
      );
    }
    if (url.protocol === 'https:' && next.protocol === 'http:')
      throw fail(
        'resourceUnavailable',
        say`${hostText(url.host)} redirects from https to http, which is not followed.`,
        {
          hint: say`Use the final address of the image.`,
        },
      );
    if (hostOf(next) !== hostOf(url)) {
      const target = hostOf(next);
      addresses = isIP(target) !== 0 ? [target] : await resolve(target);
      if (addresses.length === 0 || !addresses.every(isPublicAddress))
        throw fail(
          'resourceUnavailable',
          say`${hostText(url.host)} redirects to ${hostText(target, 100)}, which is inside a private network; it is not followed.`,
          {
            hint: say`If the image really lies there, register it by that address, which must be among the allowed internal sites.`,
          },
        );
    }
    url = next;
  }
}

async function resolveName(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

export function tooLarge(size: number, maximum: number) {
  const gib = (bytes: number) => `${Math.round((bytes / 1024 ** 3) * 10) / 10} GiB`;
  return fail('resourceUnavailable', say`The image is ${gib(size)} large; at most ${gib(maximum)} are allowed.`, {
    hint: say`Raise the setting for the largest template, or use a smaller image.`,
  });
}

/** curl's exit statuses (its manual, EXIT CODES) in sentences. */
export function curlFailure(host: HostTarget, url: URL, status: number, words: string) {
  const from = `${hostText(url.host, 100)}`;
  const failed = (said: Phrase, hint: Phrase) =>
    fail('resourceUnavailable', say`The download from ${from} failed on ${host.name}: ${said}.`, { hint });
  const http = /error: (\d{3})/.exec(words)?.[1];
  switch (status) {
    case 6:
      return failed(say`the host does not know the name`, say`Check the address, and the host’s DNS.`);
    case 7:
      return failed(
        say`nothing answers there`,
        say`Check the address and the port, and that the host reaches the server.`,
      );
    case 22:
      return failed(
        http === undefined
          ? say`the server answered with an error`
          : say`the server answered ${http === '404' ? '404 Not Found' : http}`,
        say`Check the address of the image.`,
      );
    case 23:
      return failed(say`it could not be written`, say`The image store is full or read-only.`);
    case 28:
      return failed(say`the server stopped sending`, say`Try again; the download goes on where it stopped.`);
    case 35:
    case 51:
    case 58:
    case 60:
    case 77:
      return failed(
        say`the server’s certificate is not accepted (${hostText(words, 120)})`,
        say`Check the host’s clock and its certificate authorities.`,
      );
    case 56:
    case 18:
    case 52:
      return failed(say`the connection broke`, say`Try again; the download goes on where it stopped.`);
    case 63:
      return failed(
        say`the image is larger than templates may be`,
        say`Raise the setting for the largest template, or use a smaller image.`,
      );
    case 127:
      return failed(say`curl is not installed`, say`Prepare the host again.`);
    default:
      return failed(
        words === '' ? say`curl ended with ${status}` : quoted(hostText(words, 200)),
        say`Check that the host reaches the server, then try again.`,
      );
  }
}
