import type { HostPreparationView } from '../../../engine/contract/views.ts';
import type { ApiError } from '../../api/client.ts';
import type { HostKey } from './HostKeyCard.tsx';
import type { ListedMachine } from './machine-list.ts';

/** What is known of a machine of the list beside its preparation. */
export interface MachineProgress {
  key?: HostKey;
  /** Its preparation. */
  id?: string;
  /** What the last call about it was refused with. */
  error?: ApiError | undefined;
}

export interface MachineSteps {
  of(machine: ListedMachine): { preparation?: HostPreparationView; state?: string };
  /** Their keys were not read yet. */
  unread: ListedMachine[];
  /** Their keys are there to be compared. */
  unseen: ListedMachine[];
  /** Looked at, with changes to make and nothing in the way. */
  ready: ListedMachine[];
  /** Prepared, with a cluster to go to. */
  addable: ListedMachine[];
}

/** Which machines are ready for which step. */
export function stepsOf(
  machines: readonly ListedMachine[],
  progress: ReadonlyMap<number, MachineProgress>,
  preparations: readonly HostPreparationView[],
): MachineSteps {
  const of: MachineSteps['of'] = (machine) => {
    const id = progress.get(machine.line)?.id;
    const preparation = id === undefined ? undefined : preparations.find((row) => row.id === id);
    return preparation === undefined ? {} : { preparation, state: preparation.state };
  };
  const made = (machine: ListedMachine) => progress.get(machine.line)?.id !== undefined;
  const key = (machine: ListedMachine) => progress.get(machine.line)?.key;
  const idle = (machine: ListedMachine, state: string) => {
    const { preparation } = of(machine);
    return preparation?.state === state && preparation.jobid === undefined ? preparation : undefined;
  };
  return {
    of,
    unread: machines.filter((machine) => !made(machine) && key(machine) === undefined),
    // A machine whose key has changed is no case for a button that takes all.
    unseen: machines.filter(
      (machine) => !made(machine) && key(machine) !== undefined && key(machine)?.pinnedfingerprint === undefined,
    ),
    ready: machines.filter((machine) => idle(machine, 'Planned')?.canapply === true),
    addable: machines.filter((machine) => {
      const preparation = idle(machine, 'Applied');
      return machine.clusterId !== undefined && preparation !== undefined && preparation.hostid === undefined;
    }),
  };
}
