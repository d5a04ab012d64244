import * as v from 'valibot';
import { access, job, optional, query, uuid } from './command.ts';
import { type Phrase, phrase, say } from './phrase.ts';
import { virtualMachine } from './virtual-machine.ts';

/**
 * What an instance must lose before its disk becomes a template, so that its clones do not share it. The guest agent runs each step, and
 * whoever does it by hand is shown the same ones. A step may be repeated, and what is not there is no failure.
 */
export interface SealingStep {
  name: string;
  title: Phrase;
  reason: Phrase;
  /** For a POSIX shell that runs as root and stops at the first failure. Nothing of ours or of a user's is put into it. */
  script: string;
}

const keysAtBoot = `if [ -d /run/systemd/system ] && ! systemctl cat sshd-keygen.target >/dev/null 2>&1; then
  printf '%s\\n' '[Unit]' 'Description=Make SSH host keys where there are none' \\
    'ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key' 'Before=ssh.service sshd.service' \\
    '[Service]' 'Type=oneshot' 'ExecStart=/usr/bin/ssh-keygen -A' \\
    '[Install]' 'WantedBy=multi-user.target' >/etc/systemd/system/make-ssh-host-keys.service
  systemctl enable make-ssh-host-keys.service
fi`;

/** Linux of any family: each step names the places of all of them. */
export const sealingSteps: readonly SealingStep[] = [
  {
    name: 'network-rules',
    title: say`Names tied to network cards`,
    reason: say`A clone’s card has another address: by the old rule it would be eth1, without a configuration.`,
    script: 'rm -f /etc/udev/rules.d/70-persistent-*.rules',
  },
  {
    name: 'dhcp-leases',
    title: say`DHCP leases`,
    reason: say`A clone would ask for the address of its original.`,
    script: `rm -f /var/lib/dhcp/*lease* /var/lib/dhclient/*lease* /var/lib/dhcpcd/*lease* /var/lib/NetworkManager/*.lease
rm -f /var/lib/systemd/network/*lease*`,
  },
  {
    name: 'ssh-host-keys',
    title: say`SSH host keys`,
    reason: say`Whoever has the key of one clone could pose as all. Each makes its own at its first start.`,
    script: `rm -f /etc/ssh/ssh_host_* /etc/dropbear/dropbear_*_host_key\n${keysAtBoot}`,
  },
  {
    name: 'cloud-init',
    title: say`State of cloud-init`,
    reason: say`cloud-init would hold the first start of a clone for done.`,
    script: 'rm -rf /var/lib/cloud/instance /var/lib/cloud/instances /var/lib/cloud/sem',
  },
  {
    name: 'logs',
    title: say`Logs`,
    reason: say`They tell of another machine, and of who worked on it.`,
    script: `if [ -d /var/log/journal ]; then rm -rf /var/log/journal/*; fi
find /var/log -type f -exec truncate -s 0 {} +`,
  },
  {
    name: 'shell-history',
    title: say`Shell history`,
    reason: say`What was typed can hold passwords.`,
    script: 'rm -f /root/.*_history /home/*/.*_history',
  },
  {
    name: 'machine-id',
    title: say`Machine ID`,
    reason: say`Clones with one ID get one address by DHCP. Empty, it is made anew at the first start.`,
    script: `: >/etc/machine-id
if [ -f /var/lib/dbus/machine-id ] && [ ! -L /var/lib/dbus/machine-id ]; then rm -f /var/lib/dbus/machine-id; fi
rm -f /var/lib/systemd/random-seed
sync`,
  },
];

/** Windows has a program for it, which powers off by itself; no agent runs it for us. */
export const windowsSealingSteps: readonly SealingStep[] = [
  {
    name: 'sysprep',
    title: say`Sysprep`,
    reason: say`Takes names, IDs and drivers of this machine out, and powers it off. In a prompt as administrator.`,
    script: 'C:\\Windows\\System32\\Sysprep\\sysprep.exe /generalize /oobe /shutdown',
  },
];

export const sealingCommands = {
  explainSealing: query({
    object: 'sealing',
    roles: access.everyone,
    description: {
      en: 'Says what sealing an instance clears, and whether its guest agent can do it or a person must.',
      zh: '说明封装实例会清除哪些内容，以及能否由来宾代理完成，还是必须手工完成。',
    },
    input: { virtualmachineid: uuid },
    output: v.object({
      /** `agent`: the guest agent answers and runs programs. */
      way: v.picklist(['agent', 'byhand']),
      /** Why by hand. */
      reason: optional(phrase),
      system: v.picklist(['linux', 'windows']),
      step: v.array(v.object({ name: v.string(), title: phrase, reason: phrase, script: v.string() })),
    }),
  }),
  sealVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Clears by the guest agent what clones of an instance must not share, and powers it off; by hand: only powers it off.',
      zh: '通过来宾代理清除实例的克隆不应共享的内容，然后关机；手工方式则只关机。',
    },
    input: {
      id: uuid,
      /** Someone did the steps in the guest. */
      byhand: optional(v.boolean()),
    },
    output: virtualMachine,
  }),
};
