import { fail } from '../../contract/errors.ts';
import { settingNamed } from '../../contract/instance-setting.ts';
import { say } from '../../contract/phrase.ts';
import { sizeKeys, sizesIn } from '../offering/sizes.ts';

/** Choices of a deployment by `details`: a size, and the hardware. */
interface Chosen {
  sizes: ReturnType<typeof sizesIn>;
  settings: Record<string, string>;
}

/** What is chosen by `details`. Error: parameter for one that is not known, or that is no right value. */
export function detailsIn(details: Readonly<Record<string, string>> | undefined): Chosen {
  const sizes: Record<string, string> = {};
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(details ?? {}))
    if (sizeKeys.some((each) => each.toLowerCase() === name.toLowerCase())) sizes[name] = value;
    else settings[name] = value;
  return { sizes: sizesIn(sizes), settings };
}

/** The same where only a size can be chosen, so that no detail seems to do what it does not. */
export function sizesOnly(details: Readonly<Record<string, string>> | undefined): Chosen['sizes'] {
  const { sizes, settings } = detailsIn(details);
  const strange = Object.keys(settings)[0];
  if (strange === undefined) return sizes;
  throw fail('parameter', say`details has no ${strange.slice(0, 60)}.`, {
    field: 'details',
    hint:
      settingNamed(strange) === undefined
        ? say`Use one of ${sizeKeys.join(', ')}.`
        : say`Its hardware is changed by updateVirtualMachine.`,
  });
}

/** What CloudStack's clients say of the hardware by parameters of their own. */
interface HardwareWish {
  boottype?: string | undefined;
  bootmode?: string | undefined;
  keyboard?: string | undefined;
  iodriverpolicy?: string | undefined;
  iothreadsenabled?: boolean | undefined;
  nicmultiqueuenumber?: number | undefined;
  nicpackedvirtqueuesenabled?: boolean | undefined;
}

/** The same as details. Error: parameter for a way to boot that there is not. */
export function hardwareIn(wish: HardwareWish): Record<string, string> {
  const uefi = wish.boottype?.toUpperCase() === 'UEFI';
  const mode = wish.bootmode?.toUpperCase();
  if (!uefi && mode === 'SECURE')
    throw fail('parameter', say`Only UEFI boots in the mode SECURE.`, {
      field: 'bootmode',
      hint: say`Say boottype UEFI, too.`,
    });
  const settings: Record<string, string | undefined> = {
    UEFI: uefi ? (mode ?? 'LEGACY') : undefined,
    keyboard: wish.keyboard,
    'io.policy': wish.iodriverpolicy,
    iothreads: wish.iothreadsenabled === true ? 'enabled' : undefined,
    'nic.multiqueue.number': wish.nicmultiqueuenumber?.toString(),
    'nic.packed.virtqueues.enabled': wish.nicpackedvirtqueuesenabled === true ? 'true' : undefined,
  };
  return Object.fromEntries(Object.entries(settings).filter((each): each is [string, string] => each[1] !== undefined));
}
