import type { Caller } from '../../context.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';

/** In whose name the engine itself acts on an instance: its owner's account, by nobody in person. */
export const ownerCaller = (vm: VirtualMachineRow): Caller => ({
  accountId: vm.accountId,
  account: vm.accountName ?? '',
  userId: 'system',
  username: 'system',
  domainId: vm.domainId,
  role: 'User',
});
