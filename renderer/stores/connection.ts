import { create } from 'zustand';
import { onConnectionState } from '../api/client.ts';
import type { ConnectionState } from '../api/transport-types.ts';

/** Whether the engine answers; a bar on top says so when it does not. */
export const useConnection = create<{ state: ConnectionState }>()(() => ({ state: 'connecting' }));

export function followConnection(): () => void {
  return onConnectionState((state) => useConnection.setState({ state }));
}
