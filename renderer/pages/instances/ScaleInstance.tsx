import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { offeringText } from '../../components/offering-size.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useWords } from '../../components/words.ts';

/** Another offering for an instance, a larger one while it runs; a custom one asks for the size. */
export function ScaleInstance({ vm }: { vm: VirtualMachineView }) {
  const words = useWords();
  const all = useList('listServiceOfferings', { pagesize: 500 }).rows;
  // A running one only grows.
  const fits = (row: (typeof all)[number]) =>
    row.iscustomized ||
    (row.dynamicscalingenabled &&
      (row.cpunumber ?? 0) >= vm.cpunumber &&
      (row.cpuspeed ?? 0) >= vm.cpuspeed &&
      (row.memory ?? 0) >= vm.memory);
  const rows = all.filter((row) => vm.state !== 'Running' || row.id === vm.serviceofferingid || fits(row));
  /** `small: 1 × 500 MHz, 512 MiB`; what its user chooses is not said. */
  const sized = (row: (typeof all)[number]) =>
    row.iscustomized
      ? row.name
      : `${row.name}: ${offeringText(row, 'cpunumber')} × ${offeringText(row, 'cpuspeed')}, ${offeringText(row, 'memory')}`;
  const isCustom = (id: unknown) => rows.find((row) => row.id === id)?.iscustomized === true;
  const free = (id: unknown) => isCustom(id) && rows.find((row) => row.id === id)?.cpuspeed === undefined;
  return (
    <ResourceForm
      command="scaleVirtualMachine"
      fixed={{ id: vm.id }}
      initial={{
        serviceofferingid: vm.serviceofferingid,
        cpunumber: vm.cpunumber,
        cpuspeed: vm.cpuspeed,
        memory: vm.memory,
      }}
      fields={[
        {
          name: 'serviceofferingid',
          kind: 'select',
          options: rows.map((row) => ({ value: row.id, label: sized(row) })),
        },
        { name: 'cpunumber', kind: 'number', when: (values) => isCustom(values.serviceofferingid) },
        { name: 'cpuspeed', kind: 'number', unit: 'MHz', when: (values) => free(values.serviceofferingid) },
        { name: 'memory', kind: 'number', unit: 'MiB', when: (values) => isCustom(values.serviceofferingid) },
      ]}
      prepare={({ cpunumber, cpuspeed, memory, ...values }) => {
        const sizes = Object.entries({ cpuNumber: cpunumber, cpuSpeed: cpuspeed, memory }).filter(
          ([, value]) => value !== undefined,
        );
        return {
          ...values,
          ...(sizes.length > 0 && {
            details: Object.fromEntries(sizes.map(([name, value]) => [name, String(value)])),
          }),
        };
      }}
      aliases={{ details: 'memory' }}
      submitLabel={words.command('scaleVirtualMachine')}
    />
  );
}
