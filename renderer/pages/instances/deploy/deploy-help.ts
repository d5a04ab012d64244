import type { HelpAbout } from '../../../components/HelpMark.tsx';

/** What the contract says of a parameter of a deployment; one and many have most of them in common. */
export const deployHelp = (parameter: string): readonly HelpAbout[] => [
  { command: 'deployVirtualMachine', parameter },
  { command: 'deployVirtualMachines', parameter },
];
