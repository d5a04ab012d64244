import { Monitor, MonitorOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { virtualMachineBadge } from '../../../engine/contract/states.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { openConsole } from '../../components/open-console.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { instanceError } from '../../components/reasons.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { followThumbnail, type ThumbnailNews } from '../../console/thumbnail-turns.ts';
import { paths } from '../../paths.ts';
import classes from './InstanceTile.module.css';

/** Whether an element can be seen, or soon: one just outside is ready when it is scrolled to. */
function useInSight(place: React.RefObject<HTMLElement | null>): boolean {
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    if (place.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? false), {
      rootMargin: '40px',
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
  return inSight;
}

/** An instance on the wall: its screen as it was a few seconds ago, which opens its console. */
export function InstanceTile({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const screen = useRef<HTMLButtonElement>(null);
  const inSight = useInSight(screen);
  const running = vm.state === 'Running';
  const [image, setImage] = useState<string>();
  const [trouble, setTrouble] = useState<string>();

  useEffect(() => {
    if (!running) {
      setImage(undefined);
      setTrouble(undefined);
    } else if (inSight)
      return followThumbnail(vm.id, (news: ThumbnailNews) => {
        // The last picture stays while there is no newer one.
        if ('image' in news) setImage(news.image);
        setTrouble('image' in news ? undefined : news.trouble);
      });
    return undefined;
  }, [vm.id, running, inSight]);

  const Icon = running ? Monitor : MonitorOff;
  return (
    <article className={classes.tile}>
      <button
        ref={screen}
        type="button"
        className={classes.screen}
        aria-label={t('wall.open', { name: vm.displayname })}
        title={trouble}
        disabled={!running}
        onClick={() => openConsole(vm.id)}
      >
        {image === undefined ? (
          <span className={classes.nothing}>
            <Icon size={20} aria-hidden />
            <span className={classes.why}>{trouble ?? t(running ? 'wall.nothingYet' : 'wall.off')}</span>
          </span>
        ) : (
          <img src={image} alt="" className={trouble === undefined ? '' : classes.past} />
        )}
      </button>
      <div className={classes.caption}>
        <span className={classes.name}>
          <ResourceLink href={paths.instance(vm.id)} name={vm.displayname} />
        </span>
        <StateOf badge={virtualMachineBadge(vm)} detail={instanceError(vm)} />
      </div>
    </article>
  );
}
