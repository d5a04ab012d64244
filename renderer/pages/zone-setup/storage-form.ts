import type { HostView } from '../../../engine/contract/views.ts';
import type { FormValues } from '../../components/form-values.ts';
import type { StepField } from '../../components/steps/step-form.ts';

/** Directories that are proposed where Benchtop keeps things on a host. */
export const localDirectories = {
  primary: '/var/lib/benchtop/primary',
  secondary: '/var/lib/benchtop/secondary',
} as const;

/** Proposed paths by protocol; what a person typed stays. */
export function proposePath(kind: keyof typeof localDirectories) {
  return (values: FormValues): FormValues => ({
    path: values.protocol === 'file' ? localDirectories[kind] : values.protocol === 'nfs' ? `/export/${kind}` : '',
  });
}

interface Words {
  server: string;
  serverHelp: string;
  path: string;
  pathHelp: string;
  host: string;
  hostHelp: string;
}

/** Where storage is: server and export, or host and directory. */
export function placeFields(words: Words, hosts: readonly HostView[]): StepField[] {
  return [
    {
      name: 'server',
      label: words.server,
      placeholder: '192.168.10.5',
      help: words.serverHelp,
      when: (values) => values.protocol === 'nfs',
    },
    {
      name: 'hostid',
      kind: 'select',
      label: words.host,
      help: words.hostHelp,
      options: hosts.map((host) => ({ value: host.id, label: host.name })),
      when: (values) => values.protocol === 'file',
    },
    { name: 'path', label: words.path, help: words.pathHelp, placeholder: '/export/primary' },
  ];
}
