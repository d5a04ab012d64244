import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Lab, labOrReason } from '../../e2e/lab/lab.ts';
import { applyPlan, undoPlan } from './bootstrap.ts';
import { Subject } from './testing/lab-host.ts';

/**
 * The bridge where systemd-networkd runs the network, as on Ubuntu servers: a Debian host of the lab is switched over for it and back.
 *
 *     e2e/lab/lab up --os debian
 *     e2e/lab/lab run -- npx vitest run engine/bootstrap/networkd.lab.test.ts
 */
const found = await labOrReason(['debian']);
const impossible = typeof found === 'string' ? found : undefined;
const minutes = 60_000;

describe.skipIf(impossible !== undefined)(`a host of systemd-networkd (skipped: ${impossible ?? 'no'})`, () => {
  let host: Subject;
  let interfaces: string;

  /** The address stays on the card throughout, so that nothing but the manager changes. */
  beforeEach(async () => {
    host = await new Subject(found as Lab, 'debian').open();
    interfaces = await host.inside('cat', '/etc/network/interfaces');
    const network = `[Match]\nName=eth0\n\n[Network]\nAddress=${host.host.address}/24\nGateway=10.77.0.1\n`;
    await host.lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/systemd/network/10-eth0.network'], { input: network });
    await host.lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/network/interfaces'], {
      input: 'auto lo\niface lo inet loopback\n',
    });
    await host.inside('systemctl', 'disable', '--now', 'networking.service');
    await host.inside('systemctl', 'enable', '--now', 'systemd-networkd.service');
    await expect
      .poll(
        () =>
          host
            .open()
            .then(() => host.inside('networkctl', 'list', '--no-legend', 'eth0'))
            .catch(() => 'silent'),
        { timeout: minutes },
      )
      .toContain('routable');
  }, 2 * minutes);

  afterEach(async () => {
    await undoPlan(host.connection, host.options()).then((undone) => undone.connection.close());
    await host.inside('rm', '-f', '/etc/systemd/network/10-eth0.network');
    await host.lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/network/interfaces'], { input: interfaces });
    await host.inside('systemctl', 'disable', '--now', 'systemd-networkd.service', 'systemd-networkd.socket');
    await host.inside('ip', 'address', 'flush', 'dev', 'eth0');
    await host.inside('systemctl', 'enable', 'networking.service');
    await host.inside('systemctl', 'restart', 'networking.service');
  }, 3 * minutes);

  test('gets the bridge by files that come before its own, and loses it again', { timeout: 4 * minutes }, async () => {
    const files = () => host.inside('sh', '-c', 'cd /etc/systemd/network && sha256sum * && stat -c "%n %a %y" *');
    const before = await files();
    const { probe, plan } = await host.plan();
    expect(probe.network.manager).toBe('systemd-networkd');
    plan.steps = plan.steps.filter(({ item }) => item.id === 'bridge');
    expect(plan.steps[0]!.item.status).toBe('change');

    host.connection = (await applyPlan(host.connection, probe, plan, host.options())).connection;
    const address = () => host.inside('ip', '-o', '-4', 'address', 'show', 'dev', plan.bridge);
    expect(await address()).toContain(`${host.host.address}/24`);
    expect(await host.inside('ip', '-o', 'link', 'show', 'dev', 'eth0')).toContain(`master ${plan.bridge}`);
    expect((await host.plan()).plan.steps.find(({ item }) => item.id === 'bridge')!.item.status).toBe('ok');

    const undone = await undoPlan(host.connection, host.options());
    host.connection = undone.connection;
    expect(undone.clean).toBe(true);
    expect(await address()).toBe('');
    expect(await files()).toBe(before);
    expect(await host.inside('ip', '-o', '-4', 'address', 'show', 'dev', 'eth0')).toContain(`${host.host.address}/24`);
  });
});
