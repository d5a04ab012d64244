import { explainFailure, LibvirtError, XdrError } from 'node-libvirt';
import { BenchtopError, fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { hostText, SshError } from '../../ssh/errors.ts';
import type { HostTarget } from '../driver.ts';

/** Libvirt's own words help people who know libvirt; they are a host's text, so cleaned, bounded and never branched on. */
function libvirtMessage(host: HostTarget, error: LibvirtError | XdrError): BenchtopError {
  const { message, hint } = explainFailure(error);
  const words = error instanceof LibvirtError && error.reason === 'remote' ? hostText(error.message) : '';
  const code =
    error instanceof LibvirtError && error.reason === 'disconnected' ? 'hostUnreachable' : 'resourceUnavailable';
  const told = fixed(message);
  return fail(code, words === '' ? say`${host.name}: ${told}` : say`${host.name}: ${told} (${words})`, {
    hint: hint === undefined ? undefined : fixed(hint),
    cause: error,
  });
}

/** Any failure of a call on a host as the one kind of error that leaves a driver. */
export function explain(host: HostTarget, error: unknown): BenchtopError {
  if (error instanceof BenchtopError) return error;
  if (error instanceof SshError) {
    const { code, phrases } = error.data;
    return fail(code, phrases.message, { hint: phrases.hint, cause: error });
  }
  if (error instanceof LibvirtError || error instanceof XdrError) {
    // libvirt unreachable because SSH is: the reason lies underneath.
    if (error instanceof LibvirtError && error.reason === 'disconnected' && error.cause !== undefined)
      if (
        error.cause instanceof SshError ||
        error.cause instanceof LibvirtError ||
        error.cause instanceof BenchtopError
      )
        return explain(host, error.cause);
    return libvirtMessage(host, error);
  }
  return fail(
    'internal',
    say`${host.name}: ${error instanceof Error ? hostText(error.message) : hostText(String(error))}`,
    {
      cause: error,
    },
  );
}
