import { setTimeout } from 'node:timers/promises';
import {
  Affect,
  type Domain,
  ErrorCode,
  LibvirtError,
  type LibvirtHost,
  schedulerFields,
  typedParams,
} from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { DomainSpec, HostTarget } from '../driver.ts';
import { cpuWeights, memoryElement } from './domain-xml.ts';
import { findDomain, isOn, stateOf } from './domains.ts';
import { hostCapacity } from './host-facts.ts';
import type { HostLink } from './host-link.ts';
import { type LiveDomain, readDomainXml } from './live-xml.ts';
import { fileId } from './paths.ts';
import { toXml } from './xml.ts';

/** A guest lets go when its operating system has; milliseconds between two looks, and how often. */
const pause = 500;
const looks = 20;
const both = Affect.live | Affect.config;

interface Running {
  libvirt: LibvirtHost;
  dom: Domain;
  host: HostTarget;
  id: string;
  live: LiveDomain;
}

/** Undefined where nothing runs. */
async function runningDomain(link: HostLink, host: HostTarget, vmId: string): Promise<Running | undefined> {
  const libvirt = await link.libvirt();
  const dom = await findDomain(libvirt, vmId);
  if (dom === undefined || !isOn((await stateOf(libvirt, dom)).state)) return undefined;
  const { xml } = await libvirt.query('domainGetXmlDesc', { dom, flags: 0 });
  return { libvirt, dom, host, id: fileId(vmId), live: readDomainXml(xml) };
}

const holds = (host: HostTarget, what: Phrase) =>
  fail('conflict', say`The guest on ${host.name} does not let go of ${what}.`, {
    hint: say`Stop the instance; its next start has the size that it shows.`,
  });

/** See `Driver.scaleDomain`. Memory first: it is what a host most likely has not. */
export async function scaleDomain(link: HostLink, host: HostTarget, spec: DomainSpec): Promise<void> {
  const running = await runningDomain(link, host, spec.id);
  if (running === undefined) return;
  const { libvirt, dom, id, live } = running;
  const memory = Math.floor(spec.memory / 1024);
  if (spec.cpuNumber > live.processors.most || memory > live.memory.most)
    throw fail(
      'conflict',
      say`The instance was started with room for ${live.processors.most} cores and ${Math.floor(live.memory.most / 1024)} MiB of memory at most.`,
      { hint: say`Stop it, scale it, and start it again.` },
    );
  if (memory > live.memory.now) {
    const xml = toXml(memoryElement(memory - live.memory.now));
    await libvirt.work(id, 'domainAttachDeviceFlags', { dom, xml, flags: both });
  }
  if (memory < live.memory.now) await takeMemory(link, running, memory);
  if (spec.cpuNumber !== live.processors.now) await setProcessors(link, running, spec.cpuNumber);
  const capacity = await hostCapacity(link);
  const weights = cpuWeights(spec, {
    totalCpu: capacity.cores * capacity.coreSpeed,
    coreSpeed: capacity.coreSpeed,
  });
  const params = typedParams(schedulerFields, {
    cpu_shares: BigInt(weights.shares),
    ...(weights.quota !== undefined && { vcpu_period: BigInt(weights.period), vcpu_quota: BigInt(weights.quota) }),
  });
  try {
    await libvirt.work(id, 'domainSetSchedulerParametersFlags', { dom, params, flags: both });
  } catch (error) {
    // A host without control groups for processors has started the domain without weights, too.
    if (!(error instanceof LibvirtError && error.code === ErrorCode.operationInvalid)) throw error;
  }
}

/** Takes pieces of memory back that came while it ran, the last ones first. */
async function takeMemory(link: HostLink, before: Running, wanted: number): Promise<void> {
  let running: Running | undefined = before;
  for (let look = 0; look < looks; look += 1) {
    if (running === undefined || running.live.memory.now <= wanted) return;
    const piece = running.live.memory.added.at(-1);
    if (piece === undefined || running.live.memory.now - piece < wanted) break;
    // Asked again now and then: a guest that was just booting has not heard it.
    if (look % 10 === 0)
      await askFor(() =>
        before.libvirt.work(before.id, 'domainDetachDeviceFlags', {
          dom: before.dom,
          xml: toXml(memoryElement(piece)),
          flags: both,
        }),
      );
    await setTimeout(pause);
    running = await runningDomain(link, before.host, before.id);
  }
  throw holds(before.host, say`memory`);
}

async function setProcessors(link: HostLink, running: Running, wanted: number): Promise<void> {
  const set = () =>
    running.libvirt.work(running.id, 'domainSetVcpusFlags', { dom: running.dom, nvcpus: wanted, flags: both });
  if (wanted > running.live.processors.now) {
    await set();
    return;
  }
  for (let look = 0; look < looks; look += 1) {
    if (look % 10 === 0) await askFor(set);
    const now = await runningDomain(link, running.host, running.id);
    if (now === undefined || now.live.processors.now <= wanted) return;
    await setTimeout(pause);
  }
  throw holds(running.host, say`a processor`);
}

/** What a guest is asked for and refuses at once is looked at again, as what it gives late. */
async function askFor(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    const mayCome: readonly number[] = [ErrorCode.operationFailed, ErrorCode.operationInvalid, deviceMissing];
    if (!(error instanceof LibvirtError && error.reason === 'remote' && mayCome.includes(error.code))) throw error;
  }
}

/** `VIR_ERR_DEVICE_MISSING`. */
const deviceMissing = 99;
