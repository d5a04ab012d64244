import type { Change } from '../contract/transport.ts';
import type { Caller } from '../dispatcher.ts';

/** What CloudStack tells of a user who signs in. */
export interface SignedInUser {
  username: string;
  userid: string;
  domainid: string;
  account: string;
  firstname: string;
  lastname: string;
  /** CloudStack's number of the account's type, as text. */
  type: string;
  timezone?: string | undefined;
}

/** What the server has of the engine: the dispatcher's door, who an API key belongs to, and a few settings. */
export interface ApiDoor {
  call(caller: Caller, name: string, input: unknown): Promise<unknown>;
  subscribe(caller: Caller, listener: (changes: Change[], gap: boolean) => void): () => void;
  /** From an API key to who calls: the one way in. With `onlyJob` the key was replaced by that job, and may ask for its result and nothing else. */
  identify(apiKey: string): { caller: Caller; secretKey: string; onlyJob?: string } | undefined;
  /** Who signs in by a name and a password. Errors: account; locked while the secrets are. */
  signIn(given: {
    username: string;
    password: string;
    domain: string | undefined;
    domainId: string | undefined;
  }): Promise<SignedInUser>;
  /** Told of whoever signed out. */
  signedOut(userId: string): void;
  /** Who a user is now; undefined where he is locked out or gone. */
  callerOf(userId: string): Caller | undefined;
  /** Changes with a user's password, and tells nothing of it. */
  passwordMark(userId: string): string | undefined;
  clock(): number;
  /** Calls of an account within an interval; undefined where nothing is limited. */
  limit(): { intervalMs: number; calls: number } | undefined;
  /** CloudStack's enforce.post.requests.and.timestamps. */
  enforced(): boolean;
  /** Something that no client is to blame for. */
  report(error: unknown): void;
}
