import * as v from 'valibot';

/** CloudStack's four built-in role types. */
export const roles = ['Admin', 'ResourceAdmin', 'DomainAdmin', 'User'] as const;
export type Role = (typeof roles)[number];

/** A sentence in both languages of the product. */
export interface Text {
  en: string;
  zh: string;
}

/**
 * - `query` reads; lists are always paged.
 * - `command` writes at once and answers with the result. With `awaits` it runs as a job all the same (it may take minutes):
 *   the HTTP API holds the answer until the job ends, the GUI gets `{jobid}` at once.
 * - `job` answers `{jobid}` (and `{id}` of what it makes) at once and finishes by change.
 * - `stream` answers with a single-use ticket for a byte pipe.
 */
export type Kind = 'query' | 'command' | 'job' | 'stream';

type Entries = v.ObjectEntries;

export interface CommandSpec<I extends v.GenericSchema = v.GenericSchema, O extends v.GenericSchema = v.GenericSchema> {
  kind: Kind;
  awaits: boolean;
  roles: readonly Role[];
  description: Text;
  input: I;
  /** What the caller gets: the list envelope, the object, or (kind `job`) what the finished job's result holds. */
  output: O;
  /** The key under which CloudStack's envelope carries the object or the list. */
  object: string;
}

const admin = ['Admin'] as const;
const everyone = roles;
export const access = { admin, everyone } as const;

/** Page parameters of every list. Sorting is ours: CloudStack fixes each list's order. */
export const pageEntries = {
  page: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** -1 means all, as in CloudStack; it may not be combined with `page`. */
  pagesize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(500))),
  keyword: v.optional(v.pipe(v.string(), v.maxLength(255))),
  sortby: v.optional(v.pipe(v.string(), v.maxLength(64))),
  sortorder: v.optional(v.picklist(['asc', 'desc'])),
};

/** The same, of lists whose rows have ids. */
export const followEntries = {
  ...pageEntries,
  /** Ours: only rows after the one with this id, in the list's order, for clients that read a long list in slices. */
  afterid: v.optional(v.pipe(v.string(), v.maxLength(64))),
};

/** The page parameters of a list: one whose rows have ids of their own can be read on after a row. */
type PageEntries<R> = R extends { entries: { id: v.StringSchema<undefined> } | { jobid: v.StringSchema<undefined> } }
  ? typeof followEntries
  : typeof pageEntries;

function pagesOf<R extends v.GenericSchema>(row: R): PageEntries<R> {
  const { id, jobid } = (row as unknown as { entries: Record<string, v.GenericSchema | undefined> }).entries;
  return ((id ?? jobid)?.type === 'string' ? followEntries : pageEntries) as PageEntries<R>;
}

/** Declares a paged list: input gets the page parameters, output is `{count, [object]: rows}`. */
export function list<const N extends string, E extends Entries, R extends v.GenericSchema>(spec: {
  object: N;
  roles?: readonly Role[];
  description: Text;
  input: E;
  row: R;
}) {
  const output = v.object({
    count: v.number(),
    [spec.object]: v.array(spec.row),
  } as { count: v.NumberSchema<undefined> } & { [K in N]: v.ArraySchema<R, undefined> });
  return {
    kind: 'query' as const,
    awaits: false as const,
    roles: spec.roles ?? everyone,
    description: spec.description,
    input: v.strictObject({ ...pagesOf(spec.row), ...spec.input }),
    output,
    object: spec.object,
    row: spec.row,
  };
}

interface OneSpec<E extends Entries, O extends v.GenericSchema> {
  object: string;
  roles?: readonly Role[];
  description: Text;
  input: E;
  output: O;
}

function declare<const K extends Kind, const A extends boolean, E extends Entries, O extends v.GenericSchema>(
  kind: K,
  awaits: A,
  spec: OneSpec<E, O>,
) {
  return {
    kind,
    awaits,
    roles: spec.roles ?? (kind === 'query' ? everyone : admin),
    description: spec.description,
    input: v.strictObject(spec.input),
    output: spec.output,
    object: spec.object,
  };
}

/** Reads one thing that is not a list. */
export const query = <E extends Entries, O extends v.GenericSchema>(spec: OneSpec<E, O>) =>
  declare('query', false, spec);
/** Writes at once. */
export const command = <E extends Entries, O extends v.GenericSchema>(spec: OneSpec<E, O>) =>
  declare('command', false, spec);
/** A CloudStack-synchronous command that takes minutes: runs as a job. */
export const awaited = <E extends Entries, O extends v.GenericSchema>(spec: OneSpec<E, O>) =>
  declare('command', true, spec);
/** An asynchronous command. */
export const job = <E extends Entries, O extends v.GenericSchema>(spec: OneSpec<E, O>) => declare('job', false, spec);
/** Opens a byte pipe. */
export const stream = <E extends Entries, O extends v.GenericSchema>(spec: OneSpec<E, O>) =>
  declare('stream', false, spec);

/** What every job-kind call (and every awaited command) answers at once. */
export const jobAnswer = v.object({ jobid: v.string(), id: v.optional(v.string()) });
export type JobAnswer = v.InferOutput<typeof jobAnswer>;

// ---- field types shared by the nouns ----

/** A resource id: a UUID as text. */
export const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'not a UUID'));
/** A display name: 1–255 characters of anything but control characters; stored and shown as it is, never given to a shell. */
export const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(255, 'at most 255 characters'),
  v.regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must not contain line breaks or control characters'),
);
/** A DNS domain; it reaches DHCP and DNS on hosts, so nothing else is let through. */
export const domainName = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(190, 'at most 190 characters'),
  v.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i, 'a domain such as lab.example'),
);
/** Longer free text, line breaks allowed. */
export const text = v.pipe(v.string(), v.maxLength(4096));
export const secretText = v.pipe(v.string(), v.minLength(1), v.maxLength(16384));
export const ipv4 = v.pipe(v.string(), v.trim(), v.ipv4('not an IPv4 address such as 192.168.10.1'));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Output timestamps: `2026-11-21T02:42:19+0000`, CloudStack's form. */
export const date = v.string();
export const optional = v.optional;
/** The answer of CloudStack's delete-like commands. */
export const success = v.object({ success: v.boolean() });
