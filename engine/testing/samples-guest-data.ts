import { deployInput, idOf, type TestEngine } from './lab.ts';
import { good, offering, ok, passwordTemplate, samplePublicKey, template, vm as vmNamed } from './sample.ts';

// What guests are given: SSH keys and user data.

const vm = (lab: TestEngine) => vmNamed(lab, 'keyed');
const userData = (lab: TestEngine) => idOf(lab, 'listUserData', 'userdata', 'web');
const text = (plain: string) => Buffer.from(plain).toString('base64');

good(
  'createSSHKeyPair',
  () => ({ name: 'laptop' }),
  (pair) => pair.privatekey.startsWith('-----BEGIN RSA PRIVATE KEY-----') && /^(..:){15}..$/.test(pair.fingerprint),
);
good(
  'registerSSHKeyPair',
  () => ({ name: 'desk', publickey: samplePublicKey }),
  (pair) => pair.name === 'desk' && !('privatekey' in pair),
);
good(
  'listSSHKeyPairs',
  () => ({ name: 'laptop' }),
  (page) => page.count === 1 && page.sshkeypair[0]?.account === 'admin' && !('privatekey' in page.sshkeypair[0]),
);
good(
  'registerUserData',
  () => ({ name: 'web', userdata: text('#cloud-config\npackages: [nginx]\n'), params: 'site, port' }),
  (made) => made.params === 'site,port' && made.userdata === text('#cloud-config\npackages: [nginx]\n'),
);
good(
  'listUserData',
  () => ({ keyword: 'we' }),
  (page) => page.count === 1 && page.userdata[0]?.name === 'web',
);
good(
  'linkUserDataToTemplate',
  async (lab) => ({
    templateid: await template(lab),
    userdataid: await userData(lab),
    userdatapolicy: 'APPEND' as const,
  }),
  (linked) => linked.userdataname === 'web' && linked.userdatapolicy === 'APPEND',
);
good(
  'linkUserDataToTemplate',
  async (lab) => ({ templateid: await template(lab) }),
  (linked) => linked.userdataid === undefined && linked.userdatapolicy === undefined,
);
good(
  'deployVirtualMachine',
  async (lab) => ({
    ...(await deployInput(lab, 'keyed')),
    startvm: false,
    keypair: 'laptop',
    userdata: text('#!/bin/sh\necho hello\n'),
  }),
  (made) => made.keypairs === 'laptop' && made.userdataid === undefined,
);
good(
  'resetSSHKeyForVirtualMachine',
  async (lab) => ({ id: await vm(lab), keypairs: ['desk', 'laptop'] }),
  (after) => after.keypairs === 'desk,laptop',
);
good(
  'resetUserDataForVirtualMachine',
  async (lab) => ({ id: await vm(lab), userdataid: await userData(lab), userdatadetails: { site: 'shop' } }),
  (after) => after.userdataname === 'web',
);
good(
  'getVirtualMachineUserData',
  async (lab) => ({ virtualmachineid: await vm(lab) }),
  (answer) => answer.userdata === text('#cloud-config\npackages: [nginx]\n'),
);
good('deleteUserData', async (lab) => ({ id: await userData(lab) }), ok);
good('deleteSSHKeyPair', () => ({ name: 'desk' }), ok);
good(
  'resetPasswordForVirtualMachine',
  async (lab) => {
    if ((await lab.call('listTemplates', { templatefilter: 'all', name: 'guarded' })).count === 0) {
      const templateid = await passwordTemplate(lab);
      const { diskofferingid: _disk, ...input } = await deployInput(lab, 'locked-up');
      await lab.run('deployVirtualMachine', { ...input, templateid, startvm: false, keypair: 'laptop' });
    }
    return { id: await vmNamed(lab, 'locked-up'), password: 'open-sesame-7' };
  },
  (after) => after.passwordenabled && !('password' in after),
);
good(
  'getVMPassword',
  async (lab) => ({ id: await vmNamed(lab, 'locked-up') }),
  (answer) => Buffer.from(answer.encryptedpassword, 'base64').length === 256,
);
good(
  'scaleVirtualMachine',
  async (lab) => ({ id: await vm(lab), serviceofferingid: await offering(lab, 'Medium Instance') }),
  (after) => 'cpunumber' in after && after.serviceofferingname === 'Medium Instance' && after.memory === 1024,
);
good(
  'changeServiceForVirtualMachine',
  async (lab) => ({ id: await vm(lab), serviceofferingid: await offering(lab, 'Small Instance') }),
  (after) => after.serviceofferingname === 'Small Instance' && after.memory === 512,
);
