/** What the shell and the boot text know of the guest they belong to. */
export interface GuestFacts {
  hostName: string;
  instanceName: string;
  /** The OS type's name, which decides how it boots and looks. */
  guestOs: string;
  cpuNumber: number;
  /** Bytes. */
  memory: number;
}

export interface BootLine {
  /** Milliseconds after the guest was started. */
  at: number;
  text: string;
  colour?: number;
}

export const isWindows = (guestOs: string) => /windows/i.test(guestOs);

const grey = 8;
const green = 10;

/** How a guest starts: firmware, kernel, services. Everything says that it is a simulation; nobody shall look for a real fault in it. */
export function bootText(guest: GuestFacts): BootLine[] {
  const mebibytes = Math.round(guest.memory / 1024 ** 2);
  const firmware: BootLine[] = [
    { at: 0, text: 'Practice BIOS (version 1, simulated machine)\n', colour: 15 },
    { at: 50, text: `${guest.instanceName}: ${guest.cpuNumber} processor(s), ${mebibytes} MiB of memory\n` },
    { at: 150, text: 'Booting from hard disk...\n\n' },
  ];
  return [...firmware, ...(isWindows(guest.guestOs) ? windows() : linux(guest, mebibytes))];
}

function windows(): BootLine[] {
  return [
    { at: 300, text: 'Loading the simulated Windows guest\n' },
    { at: 600, text: 'Getting devices ready........\n', colour: grey },
    { at: 1000, text: 'Starting services............\n\n', colour: grey },
  ];
}

function linux(guest: GuestFacts, mebibytes: number): BootLine[] {
  const kernel = (at: number, seconds: string, text: string): BootLine => ({
    at,
    text: `[    ${seconds}] ${text}\n`,
    colour: grey,
  });
  const service = (at: number, text: string): BootLine[] => [
    { at, text: '[  ' },
    { at, text: 'OK', colour: green },
    { at, text: `  ] ${text}\n` },
  ];
  return [
    kernel(300, '0.000000', `Linux (simulated) for ${guest.guestOs}`),
    kernel(300, '0.000000', 'Command line: root=/dev/vda1 ro console=tty0 console=ttyS0'),
    kernel(400, '0.012345', `Memory: ${mebibytes * 1024}K available`),
    kernel(450, '0.104200', `smp: Brought up 1 node, ${guest.cpuNumber} CPUs`),
    kernel(550, '0.401177', 'virtio_blk virtio1: [vda] found'),
    kernel(600, '0.422019', 'virtio_net virtio0 eth0: link up'),
    ...service(750, 'Mounted the root file system.'),
    ...service(850, 'Started the network: address by DHCP.'),
    ...service(950, 'Started the SSH server.'),
    { at: 1000, text: '\n' },
  ];
}

/** The name that a login screen shows: an OS type's name without its word width. */
export function systemName(guestOs: string): string {
  return guestOs.replace(/ ?\((64|32)-bit\)/, '') || 'Linux';
}
