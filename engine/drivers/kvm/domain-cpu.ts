import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec } from '../driver.ts';
import { element, type XmlElement } from './xml.ts';

/** QEMU plugs memory into a node: one that has all there is. */
function memoryNode({ maximum, memory }: DomainSpec): XmlElement | false {
  if (maximum === undefined) return false;
  const cpus = `0-${maximum.cpuNumber - 1}`;
  return element('numa', {}, element('cell', { id: 0, cpus, memory: String(Math.floor(memory / 1024)), unit: 'KiB' }));
}

/** How processors lie in sockets, where that was chosen: sockets are whole, also when all that may come are there. */
function topology({ settings = {}, cpuNumber, maximum }: DomainSpec): XmlElement | false {
  const [cores, threads] = [settings['cpu.corespersocket'], settings['cpu.threadspercore']];
  if (cores === undefined && threads === undefined) return false;
  const most = maximum?.cpuNumber ?? cpuNumber;
  const each = Number(cores ?? 1) * Number(threads ?? 1);
  if (most % each !== 0)
    throw fail('parameter', say`${most} processors do not fill sockets of ${each}.`, {
      field: 'details',
      hint: say`Change cpu.corespersocket or cpu.threadspercore, or the number of processors.`,
    });
  return element('topology', { sockets: most / each, cores: Number(cores ?? 1), threads: Number(threads ?? 1) });
}

/** Nothing else of the processor is taken away or added. */
const nesting = (spec: DomainSpec): XmlElement[] =>
  spec.settings?.nestedVirtualizationEnabled === 'false'
    ? ['vmx', 'svm'].map((name) => element('feature', { policy: 'disable', name }))
    : [];

/**
 * What the guest sees as its processor: the host's own with hardware virtualisation, QEMU's plain one without, unless a model was chosen.
 * Throws parameter for what a host that emulates cannot show.
 */
export function processorElement(spec: DomainSpec, kvm: boolean): XmlElement {
  const { 'guest.cpu.mode': mode, 'guest.cpu.model': model } = spec.settings ?? {};
  const inside = [topology(spec), ...nesting(spec), memoryNode(spec)];
  if (mode === 'custom' || (mode === undefined && !kvm))
    return element(
      'cpu',
      { mode: 'custom', match: 'exact', check: 'none' },
      element('model', { fallback: 'allow' }, (mode === 'custom' ? model : undefined) ?? 'qemu64'),
      ...inside,
    );
  if (!kvm)
    throw fail('parameter', say`The host emulates processors, so it cannot show its own to a guest (guest.cpu.mode).`, {
      field: 'details',
      hint: say`Remove guest.cpu.mode, or choose custom with a guest.cpu.model.`,
    });
  if (mode === 'host-model') return element('cpu', { mode, check: 'partial' }, ...inside);
  return element('cpu', { mode: 'host-passthrough', check: 'none', migratable: 'on' }, ...inside);
}
