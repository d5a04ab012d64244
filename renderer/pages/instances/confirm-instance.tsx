import i18next from 'i18next';
import type { VirtualMachineView, VolumeView } from '../../../engine/contract/views.ts';
import { call } from '../../api/client.ts';
import { word } from '../../components/words.ts';
import { confirm } from '../../stores/overlay.ts';
import { formatBytes } from '../../ui/format.ts';
import classes from './confirm-instance.module.css';

type Instances = readonly VirtualMachineView[];

/** So many things are named in a question; the rest is counted. */
const named = 12;

function titleOf(verb: string, vms: Instances): string {
  const [only] = vms;
  if (vms.length === 1 && only !== undefined) return `${verb}: ${only.displayname}`;
  return i18next.t('instances.many', { verb, count: vms.length });
}

function Names({ vms }: { vms: Instances }) {
  if (vms.length < 2) return null;
  const rest = vms.length - named;
  const names = vms.slice(0, named).map((vm) => vm.displayname);
  return <p className={classes.names}>{rest > 0 ? `${names.join(', ')} … +${rest}` : names.join(', ')}</p>;
}

const powerTexts = {
  stop: 'instances.stopText',
  forceStop: 'instances.forceStopText',
  reboot: 'instances.rebootText',
  forceReboot: 'instances.forceResetText',
} as const;

/** Others may be at work on it: stopping and restarting are asked once, Enter is yes. */
export function confirmPower(action: keyof typeof powerTexts, vms: Instances): Promise<boolean> {
  const verb = i18next.t(`instances.${action}`);
  return confirm({
    title: titleOf(verb, vms),
    message: (
      <>
        <Names vms={vms} />
        {i18next.t(powerTexts[action])}
      </>
    ),
    action: verb,
    danger: action.startsWith('force'),
  });
}

/** The volumes of some instances; an engine that cannot say must not keep the question from being asked. */
async function volumesOf(vms: Instances): Promise<VolumeView[]> {
  const pages = await Promise.all(
    vms.slice(0, named).map((vm) => call('listVolumes', { virtualmachineid: vm.id, pagesize: 100 })),
  ).catch(() => []);
  return pages.flatMap((page) => page.volume);
}

function Volumes({ volumes }: { volumes: readonly VolumeView[] }) {
  if (volumes.length === 0) return <p className={classes.text}>{i18next.t('instances.noVolumesDie')}</p>;
  return (
    <ul className={classes.volumes}>
      {volumes.map((volume) => (
        <li key={volume.id}>
          <span className={classes.volume}>{volume.name}</span>
          <span>
            {word('values', volume.type)} · {formatBytes(volume.size)}
          </span>
        </li>
      ))}
    </ul>
  );
}

export async function confirmDestroy(vms: Instances): Promise<boolean> {
  const volumes = await volumesOf(vms);
  const verb = i18next.t('instances.destroy');
  return confirm({
    title: titleOf(verb, vms),
    message: (
      <>
        <Names vms={vms} />
        {vms.some((vm) => vm.state === 'Running') ? (
          <p className={classes.text}>{i18next.t('instances.destroyRunning')}</p>
        ) : null}
        <p className={classes.text}>{i18next.t('instances.destroyText')}</p>
        <Volumes volumes={volumes} />
      </>
    ),
    action: verb,
    danger: true,
  });
}

/** The root disk's data dies: one instance's name has to be typed, of many their number. */
export function confirmRestore(vms: Instances): Promise<boolean> {
  const verb = i18next.t('instances.restore');
  const templates = [...new Set(vms.map((vm) => vm.templatename))].join(', ');
  const [only] = vms;
  return confirm({
    title: titleOf(verb, vms),
    message: (
      <>
        <Names vms={vms} />
        <p className={classes.text}>{i18next.t('instances.restoreText', { template: templates })}</p>
        {vms.some((vm) => vm.state === 'Running') ? (
          <p className={classes.text}>{i18next.t('instances.restoreRunning')}</p>
        ) : null}
      </>
    ),
    action: verb,
    danger: true,
    typeName: vms.length === 1 && only !== undefined ? only.displayname : String(vms.length),
  });
}

/** Here data dies: what dies is listed, and one instance's name has to be typed. */
export async function confirmExpunge(vms: Instances): Promise<boolean> {
  const volumes = await volumesOf(vms);
  const verb = i18next.t('instances.expunge');
  const [only] = vms;
  return confirm({
    title: titleOf(verb, vms),
    message: (
      <>
        <Names vms={vms} />
        <p className={classes.text}>{i18next.t('instances.expungeText')}</p>
        <Volumes volumes={volumes} />
        {vms.length === 1 && only?.ipaddress ? (
          <p className={classes.text}>{i18next.t('instances.expungeAddress', { address: only.ipaddress })}</p>
        ) : null}
      </>
    ),
    action: verb,
    danger: true,
    typeName: vms.length === 1 && only !== undefined ? only.displayname : String(vms.length),
  });
}
