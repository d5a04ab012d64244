import { Button, Group } from '@mantine/core';
import { HardDrive, HardDriveDownload, Plus, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../engine/contract/contract.ts';
import { type Phrase, textOf, withSemicolons } from '../../../engine/contract/phrase.ts';
import type { HostDiskStoreView, HostDiskView, HostPreparationView } from '../../../engine/contract/views.ts';
import { type ApiError, call, onChanges, toApiError } from '../../api/client.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { AddStoragePool } from '../primary-storage/AddStoragePool.tsx';
import { AddImageStore } from '../secondary-storage/AddImageStore.tsx';
import classes from './HostPreparation.module.css';
import { MakeDiskStore } from './MakeDiskStore.tsx';

const inOneLine = (phrases: readonly Phrase[]) => said(withSemicolons(phrases), textOf(withSemicolons(phrases)));

/** The disks of a prepared machine: what is on each, and those that are NFS stores. Looked at when a person asks for it. */
export function DisksSection({ preparation }: { preparation: HostPreparationView }) {
  const { t } = useTranslation();
  const { id, jobid } = preparation;
  const [found, setFound] = useState<Output<'listHostDisks'> | undefined>(undefined);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [looking, setLooking] = useState(false);
  const look = useCallback(async () => {
    setLooking(true);
    setError(undefined);
    try {
      setFound(await call('listHostDisks', { id }));
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setLooking(false);
    }
  }, [id]);
  // What was seen before a job is not what is there after it.
  const wasBusy = useRef(jobid !== undefined);
  useEffect(() => {
    if (wasBusy.current && jobid === undefined && found !== undefined) void look();
    wasBusy.current = jobid !== undefined;
  }, [jobid, found, look]);
  // Who uses a store changes when storage is added or removed, here or elsewhere.
  const seen = found !== undefined;
  useEffect(() => {
    if (!seen) return;
    return onChanges(({ gap, changes }) => {
      const concerns = changes.some(
        ({ noun, change }) => (noun === 'storagepool' || noun === 'imagestore') && change !== 'updated',
      );
      if (gap || concerns) void look();
    });
  }, [seen, look]);
  return (
    <section className={classes.disks} aria-label={t('hostDisks.title')}>
      <h2 className={classes.subtitle}>{t('hostDisks.title')}</h2>
      <p className={classes.dimmed}>{t('hostDisks.text')}</p>
      <Button
        className={classes.start}
        variant="default"
        leftSection={<HardDrive size={15} aria-hidden />}
        loading={looking}
        disabled={jobid !== undefined}
        onClick={() => void look()}
      >
        {t('hostDisks.look')}
      </Button>
      {error === undefined ? null : <ErrorState message={inert(error.message)} hint={error.hint} />}
      {found === undefined ? null : (
        <>
          {found.store.length === 0 ? null : <Stores preparation={preparation} stores={found.store} />}
          <Disks preparation={preparation} disks={found.disk} />
        </>
      )}
    </section>
  );
}

function Stores({ preparation, stores }: { preparation: HostPreparationView; stores: readonly HostDiskStoreView[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const place = (url: string) => ({ server: preparation.address, path: url.replace(/^nfs:\/\/[^/]*/, '') });
  async function takeBack(store: HostDiskStoreView): Promise<void> {
    const yes = await confirm({
      title: t('hostDisks.takeBackTitle', { disk: store.disk }),
      message: t('hostDisks.takeBackText', { disk: store.disk }),
      action: t('hostDisks.takeBack'),
      danger: true,
      typeName: store.disk,
    });
    if (!yes) return;
    await runCommand(
      'deleteHostDiskStore',
      { id: preparation.id, storeid: store.id, confirm: store.disk },
      preparation.hostname ?? preparation.address,
    );
  }
  return (
    <table className={classes.plan} aria-label={t('hostDisks.stores')}>
      <thead>
        <tr>
          <th scope="col">{t('hostDisks.store')}</th>
          <th scope="col">{t('fields.state')}</th>
          <th scope="col">{t('hostDisks.clients')}</th>
          <th scope="col">{t('hostDisks.use')}</th>
        </tr>
      </thead>
      <tbody>
        {stores.map((store) => (
          <tr key={store.id}>
            <th scope="row">
              {store.disk} · <Bytes value={store.size} />
            </th>
            <td>
              <StateBadge
                tone={store.mounted ? 'ok' : 'error'}
                word={t(store.mounted ? 'hostDisks.mounted' : 'hostDisks.notMounted')}
              />
            </td>
            <td className="mono">{store.clients.map((client) => inert(client)).join(', ')}</td>
            <td>
              {store.usedby.length === 0 ? null : <p>{t('hostDisks.usedBy', { names: store.usedby.join(', ') })}</p>}
              <Group gap="xs">
                <Button
                  className={classes.inCell ?? ''}
                  variant="default"
                  leftSection={<Plus size={15} aria-hidden />}
                  onClick={() =>
                    openPanel({
                      title: words.command('createStoragePool'),
                      content: <AddStoragePool at={place(store.primaryurl)} />,
                    })
                  }
                >
                  {t('hostDisks.asPrimary')}
                </Button>
                <Button
                  className={classes.inCell ?? ''}
                  variant="default"
                  leftSection={<Plus size={15} aria-hidden />}
                  onClick={() =>
                    openPanel({
                      title: words.command('addImageStore'),
                      content: <AddImageStore at={place(store.secondaryurl)} />,
                    })
                  }
                >
                  {t('hostDisks.asSecondary')}
                </Button>
                <Button
                  className={classes.inCell ?? ''}
                  variant="subtle"
                  color="red"
                  leftSection={<Undo2 size={15} aria-hidden />}
                  disabled={store.usedby.length > 0 || preparation.jobid !== undefined}
                  onClick={() => void takeBack(store)}
                >
                  {t('hostDisks.takeBack')}
                </Button>
              </Group>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Disks({ preparation, disks }: { preparation: HostPreparationView; disks: readonly HostDiskView[] }) {
  const { t } = useTranslation();
  if (disks.length === 0) return <p className={classes.dimmed}>{t('hostDisks.none')}</p>;
  return (
    <table className={classes.plan} aria-label={t('hostDisks.disks')}>
      <colgroup>
        <col className={classes.narrow} />
        <col className={classes.narrow} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('hostDisks.disk')}</th>
          <th scope="col">{t('fields.size')}</th>
          <th scope="col">{t('hostDisks.model')}</th>
          <th scope="col">{t('hostDisks.found')}</th>
        </tr>
      </thead>
      <tbody>
        {disks.map((disk) => (
          <tr key={disk.name}>
            <th scope="row" className="mono">
              {inert(disk.name)}
            </th>
            <td>
              <Bytes value={disk.size} />
            </td>
            <td>
              {inert([disk.model, disk.serial].filter(Boolean).join(' · ')) ||
                t(disk.type === 'loop' ? 'hostDisks.loop' : 'hostDisks.unnamed')}
            </td>
            <td>
              {disk.empty ? (
                <Button
                  className={classes.inCell ?? ''}
                  variant="default"
                  leftSection={<HardDriveDownload size={15} aria-hidden />}
                  disabled={preparation.jobid !== undefined}
                  onClick={() =>
                    openPanel({
                      title: t('hostDisks.makeTitle', { disk: disk.name }),
                      content: <MakeDiskStore preparation={preparation} disk={disk} />,
                    })
                  }
                >
                  {t('hostDisks.make')}
                </Button>
              ) : (
                inert(inOneLine(disk.found))
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
