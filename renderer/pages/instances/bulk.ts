import { create } from 'zustand';
import type { Input } from '../../../engine/contract/contract.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { call, jobError, toApiError, waitForJob } from '../../api/client.ts';

export type InstanceCommand =
  | 'startVirtualMachine'
  | 'stopVirtualMachine'
  | 'rebootVirtualMachine'
  | 'destroyVirtualMachine'
  | 'recoverVirtualMachine'
  | 'expungeVirtualMachine'
  | 'restoreVirtualMachine'
  | 'updateVirtualMachine'
  | 'unmanageVirtualMachine';

/** The command's input for one instance; CloudStack names the id of a reset in full. */
export function inputFor(command: InstanceCommand, id: string, more: object = {}): Input<InstanceCommand> {
  return {
    ...(command === 'restoreVirtualMachine' ? { virtualmachineid: id } : { id }),
    ...more,
  } as Input<InstanceCommand>;
}

export interface BulkRow {
  id: string;
  name: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  jobid?: string;
  message?: string;
  hint?: string | undefined;
}

/** One action on many instances: each row goes its own way, and says at the end what became of it. */
export function createBulk(command: InstanceCommand, vms: readonly VirtualMachineView[], more: object) {
  const store = create<{ rows: readonly BulkRow[] }>()(() => ({
    rows: vms.map((vm) => ({ id: vm.id, name: vm.displayname, state: 'waiting' })),
  }));
  const change = (id: string, part: Partial<BulkRow>) =>
    store.setState(({ rows }) => ({ rows: rows.map((row) => (row.id === id ? { ...row, ...part } : row)) }));
  const one = async (id: string) => {
    try {
      const answer = (await call(command, inputFor(command, id, more))) as { jobid?: string };
      if (command !== 'recoverVirtualMachine' && answer.jobid !== undefined) {
        change(id, { state: 'running', jobid: answer.jobid });
        const job = await waitForJob(answer.jobid);
        if (job.jobstatus !== 1) throw jobError(job);
      }
      change(id, { state: 'done' });
    } catch (thrown) {
      const error = toApiError(thrown);
      change(id, { state: 'failed', message: error.message, hint: error.hint });
    }
  };
  const run = (ids: readonly string[]) => Promise.all(ids.map(one)).then(() => store.getState().rows);
  const ended = run(vms.map((vm) => vm.id));
  /** Once more for those that failed. */
  const retry = () => {
    const failed = store.getState().rows.filter((row) => row.state === 'failed');
    for (const row of failed) change(row.id, { state: 'waiting', message: '', hint: undefined });
    return run(failed.map((row) => row.id));
  };
  return { store, ended, retry };
}
