import { good, host, ok, vm } from './sample.ts';
import { importInput, madeByHand } from './scenarios-unmanaged.ts';

// Virtual machines that somebody made by hand on the first host: one is imported, and let go again.
good(
  'listUnmanagedInstances',
  async (lab) => ({ ...(await madeByHand(lab)), name: 'file-server' }),
  (page) => page.count === 1 && page.unmanagedinstance[0]?.disk.length === 2,
);
good(
  'importUnmanagedInstance',
  async (lab) => ({ ...(await importInput(lab)), hostid: await host(lab) }),
  (made) => made.state === 'Running' && made.instancename === 'file-server' && made.nic.length === 1,
);
good('unmanageVirtualMachine', async (lab) => ({ id: await vm(lab, 'file-server') }), ok);
