import type { Kind, Role, Text } from '../command.ts';
import type { CommandName } from '../contract.ts';
import type { RefusalReason } from './reasons.ts';

/** CloudStack's words for types, as listApis has them. */
export type WireType =
  | 'string'
  | 'uuid'
  | 'integer'
  | 'long'
  | 'double'
  | 'boolean'
  | 'date'
  | 'list'
  | 'map'
  | 'responseobject';

/** A parameter that CloudStack has and Benchtop refuses. */
export interface RefusedParameter {
  type: WireType;
  reason: RefusalReason;
  /** Values that ask for nothing but what is so here anyhow: they are taken, because clients send them always. */
  takes: readonly string[];
}

/** A field of an answer that CloudStack has and that is never filled here. */
export interface RefusedField {
  type: WireType;
  reason: RefusalReason;
}

/** A command that CloudStack has and Benchtop refuses, with what listApis says of it. */
export interface RefusedCommand {
  /** `list` for what would answer with one. */
  kind: Kind | 'list';
  object: string;
  description: Text;
  reason: RefusalReason;
  /** Who would be allowed to call it; without it, everyone for what reads and the root admin for all else. */
  roles?: readonly Role[];
  /** Parameters by name; a type that ends in `!` must be given. */
  params: Readonly<Record<string, WireType | `${WireType}!`>>;
}

/** The refusals of one area. Each area has a file of its own. */
export interface Refusals {
  parameters?: { readonly [K in CommandName]?: Readonly<Record<string, RefusedParameter>> };
  /** Fields by the object that the answer is about. */
  fields?: Readonly<Record<string, Readonly<Record<string, RefusedField>>>>;
  commands?: Readonly<Record<string, RefusedCommand>>;
}

const words = (names: string): string[] => names.trim().split(/\s+/);

/** Parameters that are refused for one reason: names separated by spaces. `takes` has the values that are harmless. */
export function parameters(
  reason: RefusalReason,
  names: string,
  type: WireType = 'string',
  ...takes: string[]
): Record<string, RefusedParameter> {
  return Object.fromEntries(words(names).map((name) => [name, { type, reason, takes }]));
}

/** Fields that are never filled for one reason: names separated by spaces. */
export function fields(reason: RefusalReason, names: string, type: WireType = 'string'): Record<string, RefusedField> {
  return Object.fromEntries(words(names).map((name) => [name, { type, reason }]));
}
