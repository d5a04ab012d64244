import { contextBridge, ipcRenderer } from 'electron';
import type { ChangeMessage, ResponseMessage } from '../engine/contract/transport.ts';

// Everything the page may do, for good: a new command needs no change here. Errors come back as data inside the answer,
// because an Error that crosses the context bridge keeps its text only.
type Listener = (message: ChangeMessage) => void;
type Answer = Promise<ResponseMessage>;

const listeners = new Set<Listener>();
let lastId = 0;

const call = (name: string, input: unknown): Answer => {
  lastId += 1;
  return ipcRenderer.invoke('call', { t: 'req', id: lastId, m: name, i: input });
};

ipcRenderer.on('changes', (_event, message: ChangeMessage) => {
  for (const listener of listeners) listener(message);
  // The next batch is sent when this one was taken, so that a page that hangs costs the engine nothing.
  void ipcRenderer.invoke('call', { t: 'taken' });
});

contextBridge.exposeInMainWorld('benchtop', {
  call,
  on(listener: Listener): () => void {
    listeners.add(listener);
    void ipcRenderer.invoke('call', { t: 'follow' });
    return () => listeners.delete(listener);
  },
  /** Spends nothing yet: asks for a stream's ticket and answers with the WebSocket address that will spend it. */
  async openStream(name: string, input: unknown): Answer {
    const answer = await call(name, input);
    if ('e' in answer) return answer;
    const { websocket } = answer.o as { websocket: { host: string; port: string; path: string } };
    return { ...answer, o: `ws://${websocket.host}:${websocket.port}${websocket.path}` };
  },
});
