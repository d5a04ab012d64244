import { Button } from '@mantine/core';
import { Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import { call } from '../../api/client.ts';
import { useList, useOne, useQuery } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { Page } from '../../components/Page.tsx';
import { preparationError } from '../../components/reasons.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { type Thing, ThingList } from '../zone-setup/ThingList.tsx';
import { ChangedKey } from './ChangedKey.tsx';
import { type HostKey, HostKeyCard } from './HostKeyCard.tsx';
import classes from './HostPreparation.module.css';
import { type Login, LoginForm } from './LoginForm.tsx';
import { forCluster, preparationLink, setupLink } from './links.ts';

/** The first page of a machine's preparation: how to get in, then its key. Opened from a cluster's set-up it leads back there. */
export function PrepareHost() {
  const { t } = useTranslation();
  const text = useSearch();
  const search = new URLSearchParams(text);
  const target = forCluster(text);
  const cluster = useOne('listClusters', target?.clusterId).row;
  const hosts = useList('listHosts', cluster === undefined ? undefined : { zoneid: cluster.zoneid, pagesize: 500 });
  const network = useList(
    'listPhysicalNetworks',
    cluster === undefined ? undefined : { zoneid: cluster.zoneid, pagesize: 100 },
  ).rows[0];
  const preparations = useList('listHostPreparations', { pagesize: 100 });
  const [login, setLogin] = useState<Login | undefined>(undefined);
  const [hostKey, setHostKey] = useState<HostKey | undefined>(undefined);

  const here = useQuery('getThisComputer', {});
  const readKey = async (given: Login) => {
    const { address, port } = given;
    // Between Benchtop and its own computer nobody can be.
    if (given.authentication === 'local') return await look(given, undefined);
    const key = await call('getHostKey', { address, ...(port !== undefined && { port }) });
    setLogin(given);
    setHostKey(key);
  };
  const accept = async () => {
    if (login !== undefined && hostKey !== undefined) await look(login, hostKey.fingerprint);
  };
  const look = async (how: Login, fingerprint: string | undefined) => {
    const bridge = network?.traffictypes.find((type) => type.traffictype === 'Guest')?.kvmnetworklabel;
    const { id } = await call('createHostPreparation', {
      ...how,
      ...(fingerprint !== undefined && { hostkeyfingerprint: fingerprint }),
      // The zone says how its bridge is called; the other hosts of the zone may reach this one's migration ports.
      ...(bridge !== undefined && { bridge }),
      peers: hosts.rows.map((host) => host.ipaddress),
    });
    if (id !== undefined) navigate(preparationLink(id, target));
  };
  const back = () => setHostKey(undefined);
  const pinned = hostKey?.pinnedfingerprint;
  // What was changed there must be known to its undo: a prepared machine keeps its preparation.
  const earlier = preparations.rows.find(
    (preparation) =>
      preparation.address === hostKey?.address &&
      preparation.port === hostKey.port &&
      preparation.hostkeyfingerprint === hostKey.fingerprint &&
      ['Applied', 'Failed'].includes(preparation.state),
  );
  const earlierLink = earlier && preparationLink(earlier.id, target);
  const open = preparations.rows.filter((preparation) => preparation.hostid === undefined);
  return (
    <Page icon={Server} title={t('hostPreparation.title')} scroll>
      <div className={classes.column}>
        {hostKey === undefined ? (
          <>
            <p className={classes.lead}>
              {t('hostPreparation.lead')} <Link href={paths.prepareMachines}>{t('prepareMachines.link')}</Link>
            </p>
            <LoginForm
              here={here.data}
              initial={login ?? { address: search.get('address') ?? undefined, username: search.get('user') ?? 'root' }}
              onLogin={readKey}
              foot={
                cluster === undefined ? undefined : (
                  <Button
                    component={Link}
                    href={setupLink(cluster.zoneid, 'hosts', target?.quick ?? false)}
                    variant="default"
                  >
                    {t('hostPreparation.backToSetup')}
                  </Button>
                )
              }
            />
            {open.length === 0 ? null : (
              <section>
                <h2 className={classes.subtitle}>{t('hostPreparation.earlier')}</h2>
                <ThingList
                  label={t('hostPreparation.earlier')}
                  things={open.map(
                    (preparation): Thing => ({
                      id: preparation.id,
                      name: preparation.hostname ?? preparation.address,
                      icon: Server,
                      href: preparationLink(preparation.id, target),
                      badge: <StateOf badge={stateBadge(preparation.state)} />,
                      facts: [preparation.address, preparation.operatingsystem, preparationError(preparation)]
                        .filter(Boolean)
                        .join(' · '),
                    }),
                  )}
                />
              </section>
            )}
          </>
        ) : pinned !== undefined ? (
          <ChangedKey
            hostKey={{ ...hostKey, pinnedfingerprint: pinned }}
            name={hostKey.address}
            onForgotten={() => setHostKey({ ...hostKey, pinnedfingerprint: undefined })}
            onBack={back}
          />
        ) : (
          <HostKeyCard hostKey={hostKey} earlierLink={earlierLink} onAccept={accept} onBack={back} />
        )}
      </div>
    </Page>
  );
}
