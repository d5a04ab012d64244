import { electronTransport, type PreloadBridge } from './electron-transport.ts';
import type { Transport } from './transport-types.ts';
import { webSocketTransport } from './websocket-transport.ts';

/** `window.benchtop` is put there by Electron's preload; without it the page was served by the web shell. */
export function openTransport(): Transport {
  const bridge = (window as { benchtop?: PreloadBridge }).benchtop;
  if (bridge !== undefined) return electronTransport(bridge);
  return webSocketTransport(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`);
}
