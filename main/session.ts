import * as v from 'valibot';
import { type ErrorData, fail } from '../engine/contract/errors.ts';
import { say } from '../engine/contract/phrase.ts';
import { type ChangeMessage, maximumMessageBytes, type ResponseMessage } from '../engine/contract/transport.ts';
import { ChangeQueue } from './change-queue.ts';
import type { EngineWay } from './engine-host.ts';

const requestSchema = v.object({
  t: v.literal('req'),
  id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  m: v.pipe(v.string(), v.maxLength(100)),
  i: v.unknown(),
});

/**
 * One page's conversation with the engine, the same under IPC and under a WebSocket: requests in, answers out, changes out
 * one batch at a time. The transport only carries the messages and says when a batch of changes was taken.
 */
export class Session {
  readonly changes: ChangeQueue;
  readonly #host: EngineWay;
  readonly #unfollow: () => void;

  constructor(host: EngineWay, send: (message: ChangeMessage) => void) {
    this.#host = host;
    this.changes = new ChangeQueue((changes, gap) => {
      const message: ChangeMessage = { t: 'changes', changes };
      if (gap) message.gap = true;
      send(message);
    });
    this.#unfollow = host.follow((changes, gap) => this.changes.push(changes, gap));
  }

  /**
   * Answers one request. Never rejects; a message that is no request at all is answered with id -1.
   * The input goes on as it came: the engine's dispatcher validates it against the contract.
   */
  async request(message: unknown): Promise<ResponseMessage> {
    const parsed = v.safeParse(requestSchema, message);
    if (!parsed.success) return { t: 'res', id: -1, e: malformed };
    const { id, m, i } = parsed.output;
    return { t: 'res', id, ...(await this.#host.call(m, i)) };
  }

  close(): void {
    this.#unfollow();
  }
}

const malformed: ErrorData = fail('badRequest', say`The message is not a request of this application.`).data;

/** The answer to a message over the limit, where the transport can still answer. */
export const oversized: ErrorData = fail('badRequest', say`The request is larger than ${maximumMessageBytes} bytes.`, {
  hint: say`Large files are uploaded, not sent in a request.`,
}).data;
