import { Button } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HostForMigrationView, VirtualMachineView } from '../../../engine/contract/views.ts';
import { useQuery } from '../../api/live.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { paths } from '../../paths.ts';
import { closePanel } from '../../stores/overlay.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { formatBytes } from '../../ui/format.ts';
import { ScrollingTable } from '../../ui/ScrollingTable.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import classes from './MigrateInstance.module.css';

/** Whether the instance could go on there, and if not, why. */
function Verdict({ host }: { host: HostForMigrationView }) {
  const { t } = useTranslation();
  if (host.suitableformigration)
    return (
      <span className={classes.sign}>
        <Check size={14} color="var(--tone-ok)" aria-hidden />
        {t('migration.suitable')}
      </span>
    );
  return (
    <span className={classes.sign}>
      <X size={14} color="var(--tone-error)" aria-hidden />
      <span>{said(host.reasonphrase, host.reason ?? '')}</span>
    </span>
  );
}

/** Hosts that a running instance could move to, and why the others cannot take it. */
export function MigrateInstance({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery('findHostsForMigration', { virtualmachineid: vm.id, pagesize: -1 });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (data === undefined) return <SkeletonRows />;
  const hosts = [...data.host].sort((a, b) => Number(b.suitableformigration) - Number(a.suitableformigration));
  const able = hosts.filter((host) => host.suitableformigration).length;
  const move = (hostid?: string) => {
    closePanel();
    const input = { virtualmachineid: vm.id, ...(hostid === undefined ? { autoselect: true } : { hostid }) };
    void runCommand('migrateVirtualMachine', input, vm.displayname, paths.instance(vm.id));
  };
  return (
    <div className={classes.root}>
      <p className={classes.text}>{t('migration.text', { host: vm.hostname ?? '' })}</p>
      <p className={classes.text} role="status">
        {t('migration.able', { count: able })}
      </p>
      <ScrollingTable
        label={t('migration.hosts')}
        below={hosts.length === 0 ? <p className={classes.none}>{t('migration.noHosts')}</p> : undefined}
      >
        <thead>
          <tr>
            <th scope="col">{words.field('hostname')}</th>
            <th scope="col">{words.field('memoryallocated')}</th>
            <th scope="col">{t('migration.verdict')}</th>
            <th scope="col">
              <span className={classes.hidden}>{t('migration.move')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.id}>
              <th scope="row">
                <Link href={paths.host(host.id)}>{host.name}</Link>
                <div className={classes.cluster}>{host.clustername}</div>
              </th>
              <td className={classes.figure}>
                {t('migration.ofMemory', {
                  part: formatBytes(host.memoryallocated),
                  whole: formatBytes(host.memorytotal),
                })}
              </td>
              <td>
                <Verdict host={host} />
              </td>
              <td>
                {host.suitableformigration ? (
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={t('migration.moveTo', { host: host.name })}
                    onClick={() => move(host.id)}
                  >
                    {t('migration.move')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
      <div className={classes.foot}>
        <Button variant="default" onClick={() => closePanel()}>
          {t('ui.cancel')}
        </Button>
        <Button disabled={able === 0} onClick={() => move()}>
          {t('migration.choose')}
        </Button>
      </div>
    </div>
  );
}
