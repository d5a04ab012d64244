import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';
import { ownerInput, useOwners } from '../../components/use-owners.ts';
import { useWords } from '../../components/words.ts';
import { formatBytes, mebibyte } from '../../ui/format.ts';

type Unmanaged = Row<'listUnmanagedInstances'>;

/** The fields of one kind, by what they are for: `disk vdb` → `vdb`. */
const keyed = (values: FormValues, kind: string) =>
  Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(`${kind} `) && value !== undefined && value !== '' ? [[name.slice(kind.length + 1), value]] : [],
  );

/** What an import needs, in the order in which it is decided: whose, how large, on which storage, in which networks. */
export function ImportInstance({ found }: { found: Unmanaged }) {
  const { t } = useTranslation();
  const words = useWords();
  const offerings = useList('listServiceOfferings', { pagesize: 500 }).rows;
  const disks = useList('listDiskOfferings', { pagesize: 500 }).rows;
  const cluster = useList('listClusters', { id: found.clusterid }).rows[0];
  const networks = useOptions('listNetworks', cluster === undefined ? {} : { zoneid: cluster.zoneid });
  const templates = useList('listTemplates', { templatefilter: 'all', pagesize: 500 }).rows;
  const owners = useOwners();
  const runs = found.powerstate !== 'PowerOff';
  const fits = (offering: (typeof offerings)[number]) =>
    !runs || offering.iscustomized || (offering.cpunumber === found.cpunumber && offering.memory === found.memory);
  const freeSpeed = (id: unknown) => {
    const offering = offerings.find((each) => each.id === id);
    return offering?.iscustomized === true && offering.cpuspeed === undefined;
  };
  const [system, ...data] = found.disk;
  const fields: FormField[] = [
    { name: 'displayname', section: t('unmanaged.whose') },
    { name: 'hostname', label: t('unmanaged.hostname'), help: t('unmanaged.hostnameHelp') },
    { name: 'owner', label: t('owners.owner'), kind: 'select', options: owners, help: t('unmanaged.ownerHelp') },
    {
      name: 'templateid',
      kind: 'select',
      options: templates.map(({ id, name }) => ({ value: id, label: name })),
      help: t('unmanaged.templateHelp'),
    },
    {
      name: 'serviceofferingid',
      section: t('unmanaged.size', { cores: found.cpunumber, memory: formatBytes(found.memory * mebibyte) }),
      kind: 'select',
      options: offerings.filter(fits).map(({ id, name }) => ({ value: id, label: name })),
      help: runs ? t('unmanaged.sizeHelp') : undefined,
      takesOnly: true,
    },
    { name: 'cpuspeed', kind: 'number', unit: 'MHz', when: (values) => freeSpeed(values.serviceofferingid) },
    ...data.map(
      (disk, index): FormField => ({
        name: `disk ${disk.id}`,
        ...(index === 0 && {
          section: t('unmanaged.storage', { disk: system?.label ?? '', storage: system?.datastorename ?? '' }),
        }),
        label: t('unmanaged.diskOffering', { disk: inert(disk.label), size: formatBytes(disk.capacity) }),
        help: t('unmanaged.diskOn', { storage: disk.datastorename ?? '', path: inert(disk.imagepath) }),
        kind: 'select',
        required: true,
        options: disks
          .filter((offering) => offering.iscustomized || offering.disksize * 1024 ** 3 >= disk.capacity)
          .map(({ id, name }) => ({ value: id, label: name })),
      }),
    ),
    ...found.nic.flatMap((nic, index): FormField[] => [
      {
        name: `network ${nic.id}`,
        ...(index === 0 && { section: t('unmanaged.networks') }),
        label: t('unmanaged.network', { mac: inert(nic.macaddress), bridge: inert(nic.bridge) }),
        kind: 'select',
        options: networks,
        takesOnly: true,
      },
      { name: `address ${nic.id}`, label: t('unmanaged.address'), help: t('unmanaged.addressHelp') },
    ]),
  ];
  const aliases = useMemo(
    () => ({
      account: 'owner',
      projectid: 'owner',
      details: 'cpuspeed',
      ...(data[0] !== undefined && { datadiskofferinglist: `disk ${data[0].id}` }),
      ...(found.nic[0] !== undefined && {
        nicnetworklist: `network ${found.nic[0].id}`,
        nicipaddresslist: `address ${found.nic[0].id}`,
        ipaddress: `address ${found.nic[0].id}`,
      }),
    }),
    [data, found.nic],
  );
  return (
    <ResourceForm
      command="importUnmanagedInstance"
      fixed={{ clusterid: found.clusterid, hostid: found.hostid, name: found.name }}
      initial={{ displayname: found.name }}
      fields={fields}
      aliases={aliases}
      prepare={({ displayname, hostname, owner, serviceofferingid, cpuspeed, templateid, ...maps }) => ({
        displayname,
        hostname,
        serviceofferingid,
        templateid,
        ...ownerInput(owner),
        ...(cpuspeed !== undefined && { details: { cpuSpeed: String(cpuspeed) } }),
        datadiskofferinglist: keyed(maps, 'disk').map(([disk, diskoffering]) => ({ disk, diskoffering })),
        nicnetworklist: keyed(maps, 'network').map(([nic, network]) => ({ nic, network })),
        nicipaddresslist: keyed(maps, 'address').map(([nic, ip4address]) => ({ nic, ip4address })),
      })}
      summary={() =>
        t(runs ? 'unmanaged.summaryRunning' : 'unmanaged.summaryStopped', {
          name: inert(found.name),
          host: found.hostname,
        })
      }
      submitLabel={words.command('importUnmanagedInstance')}
    />
  );
}
