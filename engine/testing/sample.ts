import type { CommandName, Input, Output } from '../contract/contract.ts';
import { idOf, type TestEngine } from './lab.ts';

/** A command with an input that is right at its turn, and what its answer (or its job's result) must then say. */
export interface Sample {
  name: CommandName;
  input(lab: TestEngine): Promise<object> | object;
  check(result: unknown): boolean;
  /** Fields whose id may be unknown: filters, and removals of what may be gone already. */
  lenient: readonly string[];
}

export const samples: Sample[] = [];

/** Declares the next sample; they run in this order on one small cloud. `check` answers whether the result is the expected one. */
export function good<K extends CommandName>(
  name: K,
  input: (lab: TestEngine) => Promise<Input<K>> | Input<K>,
  check: (result: Output<K>) => boolean,
  lenient: readonly string[] = [],
): void {
  samples.push({ name, input: input as Sample['input'], check: check as Sample['check'], lenient });
}

export const zone = (lab: TestEngine, name = 'zone') => idOf(lab, 'listZones', 'zone', name);
export const pod = (lab: TestEngine, name = 'pod') => idOf(lab, 'listPods', 'pod', name);
export const cluster = (lab: TestEngine, name = 'cluster') => idOf(lab, 'listClusters', 'cluster', name);
export const network = (lab: TestEngine, name = 'guests') => idOf(lab, 'listNetworks', 'network', name);
export const host = (lab: TestEngine, name = 'sim-a') => idOf(lab, 'listHosts', 'host', name);
export const template = (lab: TestEngine, name = 'template') => idOf(lab, 'listTemplates', 'template', name);
export const disc = (lab: TestEngine, name = 'disc') => idOf(lab, 'listIsos', 'iso', name);
export const vm = (lab: TestEngine, name = 'vm-1') => idOf(lab, 'listVirtualMachines', 'virtualmachine', name);
export const physical = (lab: TestEngine, name = 'physical') =>
  idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', name);
/** A provider of the cloud's physical network. */
export const provider = async (lab: TestEngine, name: string) =>
  (await lab.call('listNetworkServiceProviders', { physicalnetworkid: await physical(lab), name }))
    .networkserviceprovider[0]?.id ?? '';
export const osType = (lab: TestEngine) => idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)');
export const offering = (lab: TestEngine, name: string) => idOf(lab, 'listServiceOfferings', 'serviceoffering', name);
export const lastJob = async (lab: TestEngine) =>
  (await lab.call('listAsyncJobs', { pagesize: 1 })).asyncjobs[0]?.jobid as string;
export const lastJobOf = async (lab: TestEngine, command: string) =>
  (await lab.call('listAsyncJobs', { pagesize: -1 })).asyncjobs.find((job) => job.cmd === command)?.jobid as string;
export const ok = (result: { success: boolean }): boolean => result.success;
/** A template whose guests take a password from outside. */
export async function passwordTemplate(lab: TestEngine): Promise<string> {
  const job = await lab.run('registerTemplate', {
    zoneid: await zone(lab),
    name: 'guarded',
    url: 'http://images.test/guarded.qcow2',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await osType(lab),
    passwordenabled: true,
  });
  return job.resourceId ?? '';
}
/** A key that nobody has. */
export const samplePublicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBERERERERERERERERERERERERERERERERERERERERER ada@lab';
