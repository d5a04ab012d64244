import { setTimeout } from 'node:timers/promises';
import { Affect, DomainXmlFlag, ErrorCode, LibvirtError } from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec, HostTarget } from '../driver.ts';
import { nicElement } from './domain-xml.ts';
import { findDomain, isOn, stateOf } from './domains.ts';
import { chosenDevices } from './guest-devices.ts';
import type { HostLink } from './host-link.ts';
import { readDomainXml } from './live-xml.ts';
import { fileId } from './paths.ts';
import { toXml } from './xml.ts';

/** A guest lets go of a card when its operating system has; milliseconds between two looks, and how often. */
const pause = 500;
const looks = 40;

/** What a domain has of cards now and at its next start; undefined where it is not defined. */
async function cardsOf(link: HostLink, vmId: string) {
  const libvirt = await link.libvirt();
  const dom = await findDomain(libvirt, vmId);
  if (dom === undefined) return undefined;
  const macs = async (flags: number) =>
    readDomainXml((await libvirt.query('domainGetXmlDesc', { dom, flags })).xml).interfaces.map((one) =>
      one.mac.toLowerCase(),
    );
  const on = isOn((await stateOf(libvirt, dom)).state);
  return { libvirt, dom, on, now: on ? await macs(0) : [], next: await macs(DomainXmlFlag.inactive) };
}

/** See `Driver.attachNic`. */
export async function attachNic(link: HostLink, host: HostTarget, spec: DomainSpec, nicId: string): Promise<void> {
  const nic = spec.nics.find((one) => one.id === nicId);
  const cards = await cardsOf(link, spec.id);
  if (nic === undefined || cards === undefined || !cards.on)
    throw fail('conflict', say`The instance is not running on ${host.name}.`, {
      hint: say`Stop and start it; it has the card then.`,
    });
  const xml = toXml(nicElement(nic, chosenDevices(spec), spec.settings));
  const mac = nic.mac.toLowerCase();
  const flags = (cards.now.includes(mac) ? 0 : Affect.live) | (cards.next.includes(mac) ? 0 : Affect.config);
  if (flags === 0) return;
  await cards.libvirt.work(fileId(spec.id), 'domainAttachDeviceFlags', { dom: cards.dom, xml, flags });
}

/** See `Driver.detachNic`. */
export async function detachNic(link: HostLink, host: HostTarget, vmId: string, mac: string): Promise<void> {
  const wanted = mac.toLowerCase();
  const xml = `<interface type='bridge'><mac address='${wanted.replace(/[^0-9a-f:]/g, '')}'/></interface>`;
  const detach = async (flags: number) => {
    const cards = await cardsOf(link, vmId);
    if (cards === undefined) return;
    try {
      await cards.libvirt.work(fileId(vmId), 'domainDetachDeviceFlags', { dom: cards.dom, xml, flags });
    } catch (error) {
      // Gone meanwhile, or asked for already and not yet let go.
      const harmless: readonly number[] = [ErrorCode.operationFailed, ErrorCode.operationInvalid, deviceMissing];
      if (!(error instanceof LibvirtError && error.reason === 'remote' && harmless.includes(error.code))) throw error;
    }
  };
  for (let look = 0; look < looks; look += 1) {
    const cards = await cardsOf(link, vmId);
    if (cards === undefined) return;
    if (cards.next.includes(wanted)) await detach(Affect.config);
    if (!cards.now.includes(wanted)) return;
    // Asked again now and then: a guest that was just booting has not heard it.
    if (look % 10 === 0) await detach(Affect.live);
    await setTimeout(pause);
  }
  throw fail('conflict', say`The guest on ${host.name} does not let go of the card ${wanted}.`, {
    hint: say`Shut the card down in the guest, or stop the instance, and try again.`,
  });
}

/** `VIR_ERR_DEVICE_MISSING`. */
const deviceMissing = 99;
