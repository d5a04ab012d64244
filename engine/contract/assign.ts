import * as v from 'valibot';
import { command, optional, uuid } from './command.ts';
import { forOwnerEntries } from './ownership.ts';
import { virtualMachine } from './virtual-machine.ts';

export const assignCommands = {
  assignVirtualMachine: command({
    object: 'virtualmachine',
    roles: ['Admin', 'DomainAdmin'],
    description: {
      en: 'Gives a stopped instance with its volumes to another account, or to a project.',
      zh: '将已停止的实例及其卷转交给另一个帐户或项目。',
    },
    input: {
      virtualmachineid: uuid,
      ...forOwnerEntries,
      /** In place of the networks that it has. */
      networkids: optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(8))),
    },
    output: virtualMachine,
  }),
};
