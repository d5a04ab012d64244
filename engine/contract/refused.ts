import { type Role, roles } from './command.ts';
import { contract } from './contract.ts';
import { accountsRefusals } from './refused/accounts.ts';
import { imagesRefusals } from './refused/images.ts';
import { infrastructureRefusals } from './refused/infrastructure.ts';
import { instancesRefusals } from './refused/instances.ts';
import { lifecycleRefusals } from './refused/lifecycle.ts';
import { metricsRefusals } from './refused/metrics.ts';
import { networksRefusals } from './refused/networks.ts';
import { offeringsRefusals } from './refused/offerings.ts';
import { operationsRefusals } from './refused/operations.ts';
import type { Refusals, RefusedCommand, RefusedField, RefusedParameter } from './refused/refusal.ts';
import { storageRefusals } from './refused/storage.ts';

// The one list of what CloudStack has and Benchtop refuses on purpose. What stands here is in listApis, and given in a call it is refused with its
// reason. It is no part of the contract: no handler sees it.

/** By area; for tests, which go through all of it. */
export const allRefusals: readonly Refusals[] = [
  infrastructureRefusals,
  networksRefusals,
  storageRefusals,
  imagesRefusals,
  offeringsRefusals,
  instancesRefusals,
  lifecycleRefusals,
  accountsRefusals,
  operationsRefusals,
  metricsRefusals,
];

/** Tells of jobs, in each of CloudStack's answers. Where an answer of ours has them they are filled. */
const everyAnswer: Readonly<Record<string, RefusedField>> = {
  jobid: { type: 'string', reason: 'pending' },
  jobstatus: { type: 'integer', reason: 'pending' },
};

const merged = <T>(records: (Readonly<Record<string, T>> | undefined)[]): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), ...records);

const parametersOf = new Map<string, Readonly<Record<string, RefusedParameter>>>();
for (const command of new Set(allRefusals.flatMap((each) => Object.keys(each.parameters ?? {}))))
  parametersOf.set(command, merged(allRefusals.map((each) => each.parameters?.[command as keyof typeof contract])));

const noParameters: Readonly<Record<string, RefusedParameter>> = Object.create(null);

/** The refused parameters of a command, by their names in lower case. */
export const refusedParameters = (command: string): Readonly<Record<string, RefusedParameter>> =>
  parametersOf.get(command) ?? noParameters;

/** The fields that answers about an object never have. */
export const refusedFields = (object: string): Readonly<Record<string, RefusedField>> =>
  merged([everyAnswer, ...allRefusals.map((each) => each.fields?.[object])]);

/** The commands that are refused as a whole. */
export const refusedCommands: Readonly<Record<string, RefusedCommand>> = merged(
  allRefusals.map((each) => each.commands),
);

/** Who may ask for a command, be it one of the contract or a refused one; undefined for a name that is neither. */
export function rolesOf(command: string): readonly Role[] | undefined {
  if (Object.hasOwn(contract, command)) return contract[command as keyof typeof contract].roles;
  const refused = refusedCommands[command];
  if (refused === undefined) return undefined;
  return refused.roles ?? (refused.kind === 'query' || refused.kind === 'list' ? roles : ['Admin']);
}
