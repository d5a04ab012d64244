import type { VirtualMachineView } from '../../engine/contract/views.ts';
import { ConsoleView } from './ConsoleView.tsx';
import type { ConsoleType } from './console-state.ts';
import { NoScreen } from './NoScreen.tsx';

/** States in which a VM has, or may still have, a screen. */
const withScreen: readonly string[] = ['Running', 'Stopping', 'Migrating'];

interface Props {
  vm: VirtualMachineView;
  type: ConsoleType;
  alone?: boolean;
}

/** A VM's console, or why there is none and what brings it about. */
export function InstanceConsole({ vm, type, alone = false }: Props) {
  if (!withScreen.includes(vm.state)) return <NoScreen vm={vm} alone={alone} />;
  return <ConsoleView key={`${type} ${vm.id}`} vm={vm} type={type} alone={alone} />;
}
