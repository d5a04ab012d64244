import type { Answer, CommandName, Input, JobCommandName } from '../../engine/contract/contract.ts';
import type { ErrorCode, ErrorData } from '../../engine/contract/errors.ts';
import type { ChangeMessage } from '../../engine/contract/transport.ts';
import type { AsyncJobView } from '../../engine/contract/views.ts';
import { logCall } from './call-log.ts';
import { openTransport } from './transport.ts';
import type { ConnectionState, Transport } from './transport-types.ts';

let tell: (data: ErrorData) => { message: string; hint?: string | undefined } = (data) => data;

/** The languages are the pages' affair: they say here how an error is told. The engine's own English until then. */
export function tellErrorsBy(how: typeof tell): void {
  tell = how;
}

/** What a failed call throws: the engine's error, to be shown at its field with its hint. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly hint: string | undefined;

  constructor(data: ErrorData) {
    const told = tell(data);
    super(told.message);
    this.name = 'ApiError';
    this.code = data.code;
    this.field = data.field;
    this.hint = told.hint;
  }
}

/** Any thrown thing as an ApiError. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError({ code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) });
}

let transport: Transport | undefined;

function connection(): Transport {
  transport ??= openTransport();
  return transport;
}

/** Calls a command of the contract. Job commands answer `{jobid}` at once. Throws ApiError. */
export async function call<K extends CommandName>(name: K, input: Input<K>): Promise<Answer<K>> {
  const ended = logCall(name, input);
  const result = await connection().call(name, input);
  if ('e' in result) {
    const error = new ApiError(result.e);
    ended(error.message);
    throw error;
  }
  ended();
  return result.o as Answer<K>;
}

/** Follows committed changes of everything. */
export function onChanges(listener: (message: ChangeMessage) => void): () => void {
  return connection().onChanges(listener);
}

export function onConnectionState(listener: (state: ConnectionState) => void): () => void {
  return connection().onState(listener);
}

/** A failed job's error, from CloudStack's `jobresult` of `{errorcode, errortext}` or our own error data. */
export function jobError(job: AsyncJobView): ApiError {
  const result = (job.jobresult ?? {}) as Record<string, unknown>;
  const text = (key: string) => (typeof result[key] === 'string' ? result[key] : undefined);
  const data: ErrorData = {
    code: (text('code') as ErrorCode | undefined) ?? (job.jobstatus === 3 ? 'cancelled' : 'internal'),
    message: text('errortext') ?? text('message') ?? job.progresstext ?? job.state,
  };
  const hint = text('hint');
  const field = text('field');
  if (hint !== undefined) data.hint = hint;
  if (field !== undefined) data.field = field;
  if (typeof result.phrases === 'object' && result.phrases !== null)
    data.phrases = result.phrases as NonNullable<ErrorData['phrases']>;
  return new ApiError(data);
}

/** Waits, by changes, for the end of a job. Resolves with the ended job, whatever its end. */
export function waitForJob(jobid: string): Promise<AsyncJobView> {
  return new Promise((resolve, reject) => {
    let asking = false;
    let askAgain = false;
    const ask = async () => {
      if (asking) {
        askAgain = true;
        return;
      }
      asking = true;
      try {
        const job = await call('queryAsyncJobResult', { jobid });
        if (job.jobstatus !== 0 || job.state === 'stuck') {
          stop();
          resolve(job);
          return;
        }
      } catch (thrown) {
        const error = toApiError(thrown);
        // A broken connection says nothing about the job: the gap after the reconnect asks again.
        if (error.code !== 'unavailable') {
          stop();
          reject(error);
          return;
        }
      }
      asking = false;
      if (askAgain) {
        askAgain = false;
        void ask();
      }
    };
    const stop = onChanges((message) => {
      if (message.gap || message.changes.some((change) => change.id === jobid || change.jobid === jobid)) void ask();
    });
    void ask();
  });
}

/** Starts a job command and waits for its end. Throws ApiError when it is refused, fails or is cancelled. */
export async function runJob<K extends JobCommandName>(name: K, input: Input<K>): Promise<AsyncJobView> {
  const answer = (await call(name, input)) as { jobid: string };
  const job = await waitForJob(answer.jobid);
  if (job.jobstatus !== 1) throw jobError(job);
  return job;
}
