import * as v from 'valibot';
import { list, optional, type Role, type Text, uuid } from './command.ts';

// Whose a thing is: what every list of owned things can be narrowed by, and what every owned thing shows of its owner.

/** A project's id, or -1. */
export const projectChoice = v.pipe(
  v.string(),
  v.regex(/^(-1|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, 'a project’s id, or -1 for all that you are in'),
);

/** The filters of every list of owned things, with CloudStack's names. `listOwned` of the engine turns them into SQL. */
export const ownerEntries = {
  /** A name within `domainid`, or within the caller's own domain. */
  account: optional(v.pipe(v.string(), v.maxLength(255))),
  domainid: optional(uuid),
  /** With `domainid`: also of the domains below it. */
  isrecursive: optional(v.boolean()),
  /** False: only what is the caller's own. Otherwise everything within reach. */
  listall: optional(v.boolean()),
  fordisplay: optional(v.boolean()),
  /** A project’s things; -1: of all projects that the caller is in. */
  projectid: optional(projectChoice),
};

/** For whom something is made: the caller, another account by its name and domain, or a project. `ownerOf` of the engine finds it. */
export const forOwnerEntries = {
  account: optional(v.pipe(v.string(), v.maxLength(255))),
  domainid: optional(uuid),
  projectid: optional(uuid),
};

/** What a caller may say about owners in a list. */
export interface OwnerFilter {
  account?: string | undefined;
  domainid?: string | undefined;
  isrecursive?: boolean | undefined;
  listall?: boolean | undefined;
  fordisplay?: boolean | undefined;
  /** Of lists of what can have tags. */
  tags?: Readonly<Record<string, string>> | undefined;
  projectid?: string | undefined;
}

/** Declares a paged list of owned things: `list` with the filters of owners. */
export function ownedList<const N extends string, E extends v.ObjectEntries, R extends v.GenericSchema>(spec: {
  object: N;
  roles?: readonly Role[];
  description: Text;
  input: E;
  row: R;
}) {
  return list({ ...spec, input: { ...ownerEntries, ...spec.input } });
}

/** What every owned thing shows of its owner: an account, or the project in its place. */
export const ownerFields = {
  account: optional(v.string()),
  project: optional(v.string()),
  projectid: optional(v.string()),
  domain: v.string(),
  domainid: v.string(),
  domainpath: v.string(),
};
