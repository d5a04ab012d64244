import { fail } from '../../engine/contract/errors.ts';
import { type Phrase, say } from '../../engine/contract/phrase.ts';
import type { ChangeMessage, HereMessage, RequestMessage, ServerMessage } from '../../engine/contract/transport.ts';
import { keepParting, stillLetIn } from './parting.ts';
import type { CallResult, ConnectionState, Transport } from './transport-types.ts';

const connectionLost: CallResult = {
  e: fail('unavailable', say`The connection to Benchtop was lost before the answer came.`, {
    hint: say`It reconnects by itself. Look whether the action took place before you repeat it.`,
  }).data,
};

/** Seconds waited before each attempt to connect again; the last one repeats. */
const backoffSeconds = [0.2, 0.5, 1, 2, 4, 8];

/** A window whose session is over keeps nothing of it: the page begins anew, with the question who one is, and says why. */
function leave(reason: Phrase): void {
  keepParting(reason);
  location.reload();
}

/** Who is at the window is told at most so often. */
const hereIntervalMs = 60_000;

/**
 * Commands over one WebSocket. What is asked while there is no connection waits for the next one; what was sent and not
 * answered when it broke ends in an error, because nobody knows whether it was carried out. After a reconnect a `gap` is
 * announced, so that everything on screen is read again.
 */
export function webSocketTransport(url: string): Transport {
  const changeListeners = new Set<(message: ChangeMessage) => void>();
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const sent = new Map<number, (result: CallResult) => void>();
  let waiting: { message: RequestMessage; resolve: (result: CallResult) => void }[] = [];
  let socket: WebSocket | undefined;
  let state: ConnectionState = 'connecting';
  let attempts = 0;
  let nextId = 1;

  function setState(next: ConnectionState) {
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  function announce(message: ChangeMessage) {
    for (const listener of changeListeners) listener(message);
  }

  function send(message: RequestMessage, resolve: (result: CallResult) => void) {
    sent.set(message.id, resolve);
    socket?.send(JSON.stringify(message));
  }

  function receive(text: string) {
    const message = JSON.parse(text) as ServerMessage;
    if (message.t === 'changes') {
      announce(message);
      return;
    }
    if (message.t === 'over') return leave(message.reason);
    const resolve = sent.get(message.id);
    sent.delete(message.id);
    resolve?.('e' in message ? { e: message.e } : { o: message.o });
  }

  function connect() {
    const opened = new WebSocket(url);
    socket = opened;
    opened.onopen = () => {
      const again = attempts > 0;
      attempts = 0;
      setState('open');
      const held = waiting;
      waiting = [];
      for (const { message, resolve } of held) send(message, resolve);
      if (again) announce({ t: 'changes', changes: [], gap: true });
    };
    opened.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') receive(event.data);
    };
    opened.onclose = () => {
      socket = undefined;
      for (const resolve of sent.values()) resolve(connectionLost);
      sent.clear();
      setState('lost');
      const seconds = backoffSeconds[Math.min(attempts, backoffSeconds.length - 1)] ?? 8;
      attempts += 1;
      if (attempts > 1) void stillLetIn().then((letIn) => (letIn ? undefined : location.reload()));
      setTimeout(connect, seconds * 1000);
    };
  }

  connect();

  let told = Date.now();
  const here = () => {
    if (Date.now() - told < hereIntervalMs || socket?.readyState !== WebSocket.OPEN) return;
    told = Date.now();
    socket.send(JSON.stringify({ t: 'here' } satisfies HereMessage));
  };
  for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const)
    addEventListener(touch, here, { capture: true, passive: true });

  return {
    call(name, input) {
      const message: RequestMessage = { t: 'req', id: nextId++, m: name, i: input };
      return new Promise((resolve) => {
        if (state === 'open') send(message, resolve);
        else waiting.push({ message, resolve });
      });
    },
    onChanges(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onState(listener) {
      listener(state);
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
}
