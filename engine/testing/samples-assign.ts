import { rootDomainId } from '../contract/identity.ts';
import { good, vm } from './sample.ts';

// An instance of the class is given to somebody else. Asked for several times, as for each role: what is so already is left.
good(
  'assignVirtualMachine',
  async (lab) => {
    const id = await vm(lab, 'class-3');
    const [row] = (await lab.call('listVirtualMachines', { id })).virtualmachine;
    if (row?.state === 'Running') await lab.run('stopVirtualMachine', { id, forced: true });
    if ((await lab.call('listAccounts', { name: 'taker' })).count === 0) lab.user('taker');
    return { virtualmachineid: id, account: 'taker', domainid: rootDomainId };
  },
  (given) => given.account === 'taker' && given.state === 'Stopped',
);
