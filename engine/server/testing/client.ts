import { createHmac } from 'node:crypto';
import { keysOf, type TestEngine } from '../../testing/lab.ts';

/** A client that signs by CloudStack's rule and by nothing of ours. */
export interface ApiClient {
  url: string;
  apikey: string;
  secretkey: string;
  /** The query of a signed call. */
  sign(parameters: Record<string, string>): string;
  get(command: string, parameters?: Record<string, string>): Promise<Response>;
  post(command: string, parameters?: Record<string, string>): Promise<Response>;
  /** What a signed call in JSON answers. */
  json(
    command: string,
    parameters?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** The same in XML, as text. */
  xml(command: string, parameters?: Record<string, string>): Promise<{ status: number; text: string }>;
}

/** What Java's URLEncoder makes of a value, with spaces as CloudStack has them. */
export const javaEncoded = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()~]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** Base64 of the HMAC of a text in lower case. */
export const hmac = (secret: string, text: string): string =>
  createHmac('sha1', secret).update(text.toLowerCase()).digest('base64');

export async function apiClient(lab: TestEngine): Promise<ApiClient> {
  const { url, userid } = await lab.call('getApiServer', {});
  if (url === undefined) throw new Error('The API does not listen');
  const { apikey, secretkey } = await keysOf(lab, userid);
  const sign: ApiClient['sign'] = (given) => {
    const parameters: Record<string, string> = { apikey, ...given };
    const signed = Object.entries(parameters)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${javaEncoded(value)}`)
      .join('&');
    const sent = Object.entries(parameters).map((pair) => pair.map(encodeURIComponent).join('='));
    return `${sent.join('&')}&signature=${encodeURIComponent(hmac(secretkey, signed))}`;
  };
  const get: ApiClient['get'] = (command, parameters) => fetch(`${url}?${sign({ command, ...parameters })}`);
  return {
    url,
    apikey,
    secretkey,
    sign,
    get,
    post: (command, parameters) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: sign({ command, ...parameters }),
      }),
    async json(command, parameters) {
      const response = await get(command, { response: 'json', ...parameters });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async xml(command, parameters) {
      const response = await get(command, parameters);
      return { status: response.status, text: await response.text() };
    },
  };
}
