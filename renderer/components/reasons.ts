import type { HostPreparationView, HostView, VirtualMachineView } from '../../engine/contract/views.ts';
import { said } from '../i18n/said.ts';

const reason = (text: string | undefined, phrase: HostView['statereasonphrase']): string | undefined =>
  text === undefined ? undefined : said(phrase, text);

/** Why a host is not Up, in the language of the window. */
export const hostReason = (host: Pick<HostView, 'statereason' | 'statereasonphrase'>): string | undefined =>
  reason(host.statereason, host.statereasonphrase);

/** Why the last job of an instance failed, in the language of the window. */
export const instanceError = (vm: Pick<VirtualMachineView, 'error' | 'errorphrase'>): string | undefined =>
  reason(vm.error, vm.errorphrase);

/** Why the last job on a machine failed, in the language of the window. */
export const preparationError = (machine: Pick<HostPreparationView, 'error' | 'errorphrase'>): string | undefined =>
  reason(machine.error, machine.errorphrase);
