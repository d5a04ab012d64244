import type { ChangeMessage } from '../../engine/contract/transport.ts';
import type { CallResult, Transport } from './transport-types.ts';

/** What preload exposes as `window.benchtop`. */
export interface PreloadBridge {
  call(name: string, input: unknown): Promise<CallResult>;
  on(listener: (message: ChangeMessage) => void): () => void;
}

/** IPC lives and dies with the window, so it is always open. */
export function electronTransport(bridge: PreloadBridge): Transport {
  return {
    call: (name, input) => bridge.call(name, input),
    onChanges: (listener) => bridge.on(listener),
    onState(listener) {
      listener('open');
      return () => {};
    },
  };
}
