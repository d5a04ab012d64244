import { useEffect, useState } from 'react';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { call } from '../../api/client.ts';
import { navigate } from '../../hash-location.ts';
import { ChangedKey } from './ChangedKey.tsx';
import type { HostKey } from './HostKeyCard.tsx';

interface Props {
  preparation: HostPreparationView;
  /** The failure after which to ask. */
  after: string | undefined;
  /** Where the new key is compared and the login given again: secrets are sent only to a key that was accepted for them. */
  loginLink: string;
}

/** After a failure: asks once whether the machine now presents another key than the pinned one, and stops loudly if so. */
export function KeyCheck({ preparation, after, loginLink }: Props) {
  const [key, setKey] = useState<HostKey | undefined>(undefined);
  const { address, port } = preparation;
  useEffect(() => {
    if (after === undefined) return;
    let ended = false;
    call('getHostKey', { address, port }).then(
      (answer) => !ended && setKey(answer),
      // A machine that does not answer at all is what the error beside this says already.
      () => {},
    );
    return () => {
      ended = true;
    };
  }, [address, port, after]);
  if (key?.pinnedfingerprint === undefined) return null;
  return (
    <ChangedKey
      hostKey={{ ...key, pinnedfingerprint: key.pinnedfingerprint }}
      name={preparation.hostname ?? address}
      onForgotten={() => navigate(loginLink)}
    />
  );
}
