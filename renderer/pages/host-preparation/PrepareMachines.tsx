import { Button, FileButton, Group, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { FileUp, Fingerprint, Plus, Search, Server, Wrench } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call, toApiError } from '../../api/client.ts';
import { useList } from '../../api/live.ts';
import { Page } from '../../components/Page.tsx';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { takeDroppedList, useDroppedList } from '../../stores/dropped-list.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './HostPreparation.module.css';
import { inParallel } from './in-parallel.ts';
import { MachineTable } from './MachineTable.tsx';
import { type ListedMachine, longestList, type MachineDefaults, machineColumns, readMachines } from './machine-list.ts';
import { type MachineProgress, stepsOf } from './machine-progress.ts';
import { packageExamples } from './package-fields.ts';

const noSources = { proxyurl: '', proxyuser: '', proxypassword: '', packagesource: '', unsignedpackages: false };
const example = 'address,username,password,cluster\n192.168.10.11,root,…,\n192.168.10.12,root,…,';

/** Many machines by one list: judged line by line, keys compared together, looked at and prepared side by side, a row for each. */
export function PrepareMachines() {
  const { t } = useTranslation();
  const words = useWords();
  const { rows: clusters } = useList('listClusters', { hypervisor: 'KVM', pagesize: 500 });
  const { rows: preparations } = useList('listHostPreparations', { pagesize: 500 });
  const [text, setText] = useState('');
  const dropped = useDroppedList((list) => list.text);
  const [defaults, setDefaults] = useState<MachineDefaults>({
    username: 'root',
    password: '',
    privatekey: '',
    acceptemulation: false,
    clusterId: undefined,
    ...noSources,
  });
  const [ownPackages, setOwnPackages] = useState(false);
  const [progress, setProgress] = useState<ReadonlyMap<number, MachineProgress>>(new Map());
  const [busy, setBusy] = useState(false);
  const { machines, problem } = useMemo(
    () => readMachines(text, defaults, clusters, (key) => t(`prepareMachines.${key}`)),
    [text, defaults, clusters, t],
  );
  const wrong = machines.reduce((sum, machine) => sum + machine.errors.length, 0);
  const change = (more: Partial<MachineDefaults>) => setDefaults((before) => ({ ...before, ...more }));
  const note = (machine: ListedMachine, more: MachineProgress) =>
    setProgress((before) =>
      new Map(before).set(machine.line, { ...before.get(machine.line), error: undefined, ...more }),
    );
  const steps = stepsOf(machines, progress, preparations);
  const begun = progress.size > 0;
  // A list that is dropped while another one is being worked on waits for a new start of the page.
  useEffect(() => {
    if (dropped === undefined || begun) return;
    const list = takeDroppedList();
    if (list !== undefined) setText(list);
  }, [dropped, begun]);

  /** One after the other in four lanes; what fails stands in its row and stops nothing. */
  async function each(chosen: readonly ListedMachine[], work: (machine: ListedMachine) => Promise<void>) {
    setBusy(true);
    await inParallel(chosen, 4, async (machine) => {
      try {
        await work(machine);
      } catch (thrown) {
        note(machine, { error: toApiError(thrown) });
      }
    });
    setBusy(false);
  }
  const readKey = async (machine: ListedMachine) => {
    const { address, port } = machine.login;
    note(machine, { key: await call('getHostKey', { address, ...(port !== undefined && { port }) }) });
  };
  const create = async (machine: ListedMachine) => {
    const key = progress.get(machine.line)?.key;
    if (key === undefined) return;
    const peers = machines.map(({ login }) => login.address).filter((address) => address !== machine.login.address);
    const answer = await call('createHostPreparation', {
      ...machine.login,
      hostkeyfingerprint: key.fingerprint,
      peers,
    });
    if (answer.id !== undefined) note(machine, { id: answer.id });
  };
  const onPreparation =
    (command: 'applyHostPreparation' | 'updateHostPreparation') => async (machine: ListedMachine) => {
      const id = progress.get(machine.line)?.id;
      if (id === undefined) return;
      await call(command, { id });
      note(machine, {});
    };
  const add = async (machine: ListedMachine) => {
    const cluster = clusters.find((row) => row.id === machine.clusterId);
    const id = progress.get(machine.line)?.id;
    if (cluster === undefined || id === undefined) return;
    const { zoneid, podid } = cluster;
    const input = { zoneid, podid, clusterid: cluster.id, hypervisor: 'KVM' as const, hostpreparationid: id };
    await runCommand('addHost', { ...input, url: machine.login.address }, machine.login.address);
  };
  const retry = (machine: ListedMachine) => {
    const state = steps.of(machine).state;
    const work =
      state === undefined
        ? progress.get(machine.line)?.key === undefined
          ? readKey
          : create
        : onPreparation(state === 'Failed' ? 'applyHostPreparation' : 'updateHostPreparation');
    return each([machine], work);
  };

  return (
    <Page icon={Server} title={t('prepareMachines.title')} scroll>
      <div className={classes.checks}>
        <p className={classes.lead}>{t('prepareMachines.lead')}</p>
        {begun ? null : (
          <>
            <Group gap="md" align="flex-end">
              <TextInput
                label={words.field('username')}
                value={defaults.username}
                onChange={(event) => change({ username: event.currentTarget.value })}
              />
              <PasswordInput
                label={words.field('password')}
                value={defaults.password}
                disabled={defaults.privatekey !== ''}
                autoComplete="off"
                w={220}
                onChange={(event) => change({ password: event.currentTarget.value })}
              />
              <FileButton
                onChange={(file) =>
                  void file
                    ?.slice(0, 65_536)
                    .text()
                    .then((privatekey) => change({ privatekey, password: '' }))
                }
              >
                {(button) => (
                  <Button {...button} variant="default">
                    {t(defaults.privatekey === '' ? 'hostPreparation.chooseKey' : 'prepareMachines.keyChosen')}
                  </Button>
                )}
              </FileButton>
              <Select
                label={words.field('clusterid')}
                placeholder={t('prepareMachines.noneYet')}
                data={clusters.map((row) => ({ value: row.id, label: `${row.name} (${row.zonename})` }))}
                value={defaults.clusterId ?? null}
                onChange={(value) => change({ clusterId: value ?? undefined })}
                clearable
              />
              <Switch
                label={words.field('acceptemulation')}
                checked={defaults.acceptemulation}
                onChange={(event) => change({ acceptemulation: event.currentTarget.checked })}
              />
              <Switch
                label={t('hostPreparation.ownPackages')}
                checked={ownPackages}
                onChange={(event) => {
                  setOwnPackages(event.currentTarget.checked);
                  if (!event.currentTarget.checked) change(noSources);
                }}
              />
            </Group>
            {ownPackages ? (
              <Group gap="md" align="flex-end" role="group" aria-label={t('hostPreparation.ownPackages')}>
                <TextInput
                  label={words.field('proxyurl')}
                  placeholder={packageExamples.proxyurl}
                  value={defaults.proxyurl}
                  w={260}
                  onChange={(event) => change({ proxyurl: event.currentTarget.value.trim() })}
                />
                <TextInput
                  label={words.field('proxyuser')}
                  value={defaults.proxyuser}
                  onChange={(event) => change({ proxyuser: event.currentTarget.value.trim() })}
                />
                <PasswordInput
                  label={words.field('proxypassword')}
                  value={defaults.proxypassword}
                  autoComplete="off"
                  w={220}
                  onChange={(event) => change({ proxypassword: event.currentTarget.value })}
                />
                <TextInput
                  label={words.field('packagesource')}
                  placeholder={packageExamples.packagesource}
                  value={defaults.packagesource}
                  w={300}
                  onChange={(event) => change({ packagesource: event.currentTarget.value.trim() })}
                />
                <Switch
                  label={words.field('unsignedpackages')}
                  checked={defaults.unsignedpackages}
                  onChange={(event) => change({ unsignedpackages: event.currentTarget.checked })}
                />
              </Group>
            ) : null}
            <Textarea
              label={t('prepareMachines.list')}
              description={t('prepareMachines.listHelp', { columns: machineColumns.join(', ') })}
              placeholder={example}
              classNames={{ input: 'mono' }}
              rows={7}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </>
        )}
        {problem === undefined ? null : (
          <ErrorState message={t(`prepareMachines.problem.${problem.key}`, problem.values ?? {})} />
        )}
        <Group gap="sm">
          {begun ? null : (
            <FileButton
              accept=".csv,text/csv,text/plain"
              onChange={(file) =>
                // One byte more than may be: what is too long is told, not cut.
                void file
                  ?.slice(0, longestList + 1)
                  .text()
                  .then(setText)
              }
            >
              {(button) => (
                <Button {...button} variant="default" leftSection={<FileUp size={15} aria-hidden />}>
                  {t('prepareMachines.open')}
                </Button>
              )}
            </FileButton>
          )}
          {steps.unread.length === 0 ? null : (
            <Button
              leftSection={<Fingerprint size={15} aria-hidden />}
              loading={busy}
              disabled={wrong > 0}
              onClick={() => void each(steps.unread, readKey)}
            >
              {t('prepareMachines.readKeys', { count: steps.unread.length })}
            </Button>
          )}
          {steps.unseen.length === 0 ? null : (
            <Button
              leftSection={<Search size={15} aria-hidden />}
              loading={busy}
              onClick={() => void each(steps.unseen, create)}
            >
              {t('prepareMachines.accept', { count: steps.unseen.length })}
            </Button>
          )}
          {steps.ready.length === 0 ? null : (
            <Button
              leftSection={<Wrench size={15} aria-hidden />}
              loading={busy}
              onClick={() => void each(steps.ready, onPreparation('applyHostPreparation'))}
            >
              {t('prepareMachines.apply', { count: steps.ready.length })}
            </Button>
          )}
          {steps.addable.length === 0 ? null : (
            <Button
              leftSection={<Plus size={15} aria-hidden />}
              loading={busy}
              onClick={() => void each(steps.addable, add)}
            >
              {t('prepareMachines.add', { count: steps.addable.length })}
            </Button>
          )}
          {begun && !busy && [...progress.values()].every((known) => known.id === undefined) ? (
            <Button variant="default" onClick={() => setProgress(new Map())}>
              {t('prepareMachines.change')}
            </Button>
          ) : null}
          {begun ? (
            <Button component={Link} href={paths.hosts} variant="default">
              {t('nav.hosts')}
            </Button>
          ) : null}
        </Group>
        {wrong === 0 ? null : <p role="alert">{t('prepareMachines.wrong', { count: wrong })}</p>}
        {steps.unseen.length === 0 ? null : <p className={classes.dimmed}>{t('prepareMachines.compare')}</p>}
        {machines.length === 0 ? null : (
          <MachineTable
            machines={machines}
            progress={progress}
            steps={steps}
            busy={busy}
            onRetry={(one) => void retry(one)}
          />
        )}
      </div>
    </Page>
  );
}
