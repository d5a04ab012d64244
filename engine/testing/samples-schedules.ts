import { good, ok, vm } from './sample.ts';

// A schedule of one of the class.
const firstSchedule = async (lab: Parameters<typeof vm>[0]) =>
  (await lab.call('listVMSchedule', { virtualmachineid: await vm(lab, 'class-3') })).vmschedule[0]?.id ?? '';
good(
  'createVMSchedule',
  async (lab) => ({
    virtualmachineid: await vm(lab, 'class-3'),
    action: 'STOP',
    schedule: '0 18 * * MON-FRI',
    timezone: 'Europe/Berlin',
    description: 'the end of the day',
  }),
  (made) => made.enabled && made.nextruns.length === 3 && made.action === 'STOP',
);
good(
  'listVMSchedule',
  async (lab) => ({ virtualmachineid: await vm(lab, 'class-3') }),
  (page) => page.count === 1 && page.vmschedule[0]?.description === 'the end of the day',
);
good(
  'updateVMSchedule',
  async (lab) => ({ id: await firstSchedule(lab), enabled: false }),
  (changed) => !changed.enabled && changed.nextruns.length === 0,
);
good(
  'deleteVMSchedule',
  async (lab) => ({ virtualmachineid: await vm(lab, 'class-3'), id: await firstSchedule(lab) }),
  ok,
);
