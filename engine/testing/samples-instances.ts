import { classInput, deployInput, idOf } from './lab.ts';
import { disc, good, host, lastJob, lastJobOf, offering, ok, template, vm, zone } from './sample.ts';

// Instances.
good(
  'explainPlacement',
  async (lab) => ({
    zoneid: await zone(lab),
    serviceofferingid: await offering(lab, 'tiny'),
    templateid: await template(lab),
  }),
  (answer) => answer.hostids.length === 2 && answer.refusals.length === 0,
);
good(
  'deployVirtualMachine',
  (lab) => deployInput(lab, 'vm-1'),
  (made) => made.state === 'Running' && made.powerstate === 'PowerOn' && made.nic[0]?.ipaddress === made.ipaddress,
);
good(
  'listVirtualMachines',
  () => ({ state: 'Running' }),
  (page) => page.virtualmachine[0]?.nic.length === 1,
);
good(
  'listNics',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (page) => page.nic[0]?.networkname === 'guests',
);
good(
  'listVolumes',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (page) => page.count === 2 && page.volume.every((each) => each.state === 'Ready' && each.storage === 'pool'),
  ['virtualmachineid'],
);
good(
  'createConsoleEndpoint',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (answer) => answer.success && answer.url.startsWith('ws://127.0.0.1:') && answer.websocket.token.length > 20,
);
good(
  'getVirtualMachineThumbnail',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (answer) => answer.width > 0 && answer.width <= 320 && answer.image.startsWith('data:image/png;base64,iVBOR'),
);
good(
  'attachIso',
  async (lab) => ({ id: await disc(lab), virtualmachineid: await vm(lab) }),
  (after) => after.isoname === 'disc' && after.state === 'Running',
);
good(
  'detachIso',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (after) => after.isoid === undefined,
);
good('deleteIso', async (lab) => ({ id: await disc(lab) }), ok);
good(
  'rebootVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => after.state === 'Running',
);
good(
  'stopVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => after.state === 'Stopped',
);
good(
  'createTemplate',
  async (lab) => ({ name: 'golden', volumeid: await idOf(lab, 'listVolumes', 'volume', 'ROOT-vm-1') }),
  (made) => made.isready && made.size > 0 && made.format === 'QCOW2' && made.url === undefined,
);
good(
  'startVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => after.state === 'Running',
);
good(
  'updateVirtualMachine',
  async (lab) => ({ id: await vm(lab), displayname: 'Lesson 1', bootorder: 'cdrom' }),
  (changed) => changed.displayname === 'Lesson 1' && changed.bootorder === 'cdrom',
);
good(
  'restoreVirtualMachine',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (after) => after.state === 'Running' && after.powerstate === 'PowerOn',
);
good(
  'deployVirtualMachines',
  (lab) => classInput(lab, 3),
  (made) => made.count === 3 && made.failed === 0 && made.deployment[2]?.name === 'class-3',
);
good(
  'listVirtualMachineDeployments',
  async (lab) => ({ jobid: await lastJobOf(lab, 'deployVirtualMachines') }),
  (page) => page.count === 3 && page.deployment.every((each) => each.state === 'succeeded'),
);
good(
  'explainLease',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (lease) => lease.running && lease.nic.every((nic) => nic.state === 'leased'),
);
good(
  'explainSealing',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (sealing) => sealing.way === 'agent' && sealing.step.some((step) => step.script.includes('/etc/machine-id')),
);
good(
  'sealVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => after.state === 'Stopped' && after.powerstate === 'PowerOff',
);
good(
  'destroyVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => 'state' in after && after.state === 'Destroyed',
);
good(
  'recoverVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => after.state === 'Stopped',
);
good(
  'destroyVirtualMachine',
  async (lab) => ({ id: await vm(lab) }),
  (after) => 'state' in after && after.state === 'Destroyed',
);
good('expungeVirtualMachine', async (lab) => ({ id: await vm(lab) }), ok);

// Jobs, events, capacity, settings, practice.
good(
  'listAsyncJobs',
  () => ({ state: 'succeeded', pagesize: 3 }),
  (page) => page.asyncjobs.length === 3,
);
good(
  'queryAsyncJobResult',
  async (lab) => ({ jobid: await lastJob(lab) }),
  (job) => job.jobstatus === 1,
);
good(
  'listJobLogs',
  async (lab) => ({ jobid: await lastJob(lab) }),
  (page) => page.count >= 0,
);
good(
  'listEvents',
  () => ({ type: 'VM.CREATE', account: 'admin' }),
  // One instance, and a class of three with its own job; each scheduled, started and completed.
  (page) => page.count === 15,
);
good(
  'listAlerts',
  () => ({}),
  (page) => page.count === 0,
);
good(
  'listCapacity',
  () => ({ type: 1 }),
  (page) => page.count === 1 && (page.capacity[0]?.capacitytotal ?? 0) > 0,
);
good(
  'getBranding',
  () => ({}),
  (branding) => branding.name === 'Benchtop' && branding.logo === undefined && branding.accent === '#5348c4',
);
good(
  'getSession',
  () => ({}),
  (session) => session.role === 'Admin' && session.mode === 'undecided' && session.unlocked,
);
good('unlockSecrets', () => ({}), ok);
good(
  'setSimulatorClock',
  () => ({ mode: 'manual', advance: 5 }),
  (clock) => clock.mode === 'manual',
);
good(
  'setSimulatorClock',
  () => ({ mode: 'automatic' }),
  (clock) => clock.mode === 'automatic',
);
good(
  'injectSimulatorFault',
  async (lab) => ({ hostid: await host(lab), name: 'slow', detail: '1' }),
  (fault) => fault.name === 'slow' && fault.hostname === 'sim-a',
);
good(
  'listSimulatorFaults',
  () => ({}),
  (page) => page.count === 1,
);
good(
  'clearSimulatorFault',
  async (lab) => ({ id: (await lab.call('listSimulatorFaults', {})).simulatorfault[0]?.id ?? '' }),
  ok,
  ['id'],
);
good('chooseMode', () => ({ mode: 'real' }), ok);
