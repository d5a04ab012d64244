import type { FormValues } from './form-values.ts';

/** The protocols of storage, as the form offers them; the engine reads them from the URL's scheme. */
export const protocols = ['nfs', 'sharedmountpoint', 'file'] as const;
export type StorageProtocol = (typeof protocols)[number];

/** `{protocol, server, path}` → `nfs://server/path`, `sharedmountpoint:///path` or `file:///path`; the rest stays. */
export function withUrl(values: FormValues): FormValues {
  const { protocol, server, path, ...rest } = values;
  const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  const absolute = text(path) === '' ? '' : `/${text(path).replace(/^\/+/, '')}`;
  if (absolute === '') return rest;
  const host = protocol === 'nfs' ? text(server) : '';
  if (protocol === 'nfs' && host === '') return rest;
  return { ...rest, url: `${String(protocol)}://${host}${absolute}` };
}
