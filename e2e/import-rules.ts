/**
 * Who may import whom. The first rule that covers a file holds for it; a file that no rule covers is an error, and so is an import
 * that its rule does not name. A folder's own files may always import each other. Types count as imports.
 */
export interface ImportRule {
  /** Files and folders (these end with a slash) that the rule is for. */
  for: string[];
  /** Our own files and folders that they may import, besides their own folder. */
  ours?: string[];
  packages?: string[];
  /** Whether Node's own modules may be imported. */
  node?: boolean;
}

const contract = 'engine/contract/';
const page = ['react', 'react-i18next', 'i18next', 'lucide-react', '@mantine/core', '@mantine/hooks', 'wouter'];
/** The rooms that a request is served from: everything below the contract is reached through context and interfaces. */
const resourceRooms = [
  contract,
  'engine/access.ts',
  'engine/context.ts',
  'engine/addresses.ts',
  'engine/cron.ts',
  'engine/jobs/',
  'engine/store/',
  'engine/drivers/domain-spec.ts',
  'engine/drivers/driver.ts',
  'engine/drivers/looks.ts',
  'engine/drivers/statistics.ts',
  'engine/drivers/storage-specs.ts',
  'engine/drivers/upload.ts',
  'engine/bootstrap/bootstrap.ts',
  'engine/bootstrap/types.ts',
  'engine/console/console.ts',
];

/** What settings there are, by their subject. */
const settingLists = [
  'engine/api-settings.ts',
  'engine/branding-settings.ts',
  'engine/capacity-settings.ts',
  'engine/guest-settings.ts',
  'engine/history-settings.ts',
  'engine/instance-settings.ts',
  'engine/limit-settings.ts',
  'engine/placement-settings.ts',
  'engine/planner-settings.ts',
  'engine/sign-in-settings.ts',
  'engine/statistics-settings.ts',
  'engine/usage-settings.ts',
];

export const importRules: ImportRule[] = [
  { for: [contract], packages: ['valibot'] },

  // The engine's wiring.
  { for: ['engine/engine.ts'], ours: ['engine/'], node: true },
  { for: ['engine/console-worker.ts'], ours: ['engine/console/', 'engine/drivers/'], node: true },
  { for: ['engine/handlers.ts'], ours: ['engine/context.ts', 'engine/jobs/saga.ts', 'engine/resources/'] },
  {
    for: ['engine/context.ts'],
    ours: [
      contract,
      'engine/console/console.ts',
      'engine/drivers/domain-spec.ts',
      'engine/drivers/driver.ts',
      'engine/drivers/registry.ts',
      'engine/jobs/',
      'engine/secrets.ts',
      'engine/settings.ts',
      'engine/ssh/ssh.ts',
      'engine/store/',
    ],
  },
  { for: ['engine/access.ts'], ours: [contract, 'engine/context.ts', 'engine/store/'] },
  { for: ['engine/dispatcher.ts'], ours: [contract, 'engine/access.ts', 'engine/context.ts'], packages: ['valibot'] },
  { for: ['engine/seed.ts'], ours: [contract, 'engine/context.ts', 'engine/resources/offering/guest-os-types.json'] },
  { for: ['engine/setting-values.ts'], ours: [contract], node: true },
  { for: settingLists, ours: [contract, 'engine/setting-values.ts'] },
  {
    for: ['engine/settings.ts', 'engine/secrets.ts'],
    ours: [contract, 'engine/store/', 'engine/setting-values.ts', ...settingLists],
    node: true,
  },
  {
    for: ['engine/window-sessions.ts'],
    ours: [contract, 'engine/access.ts', 'engine/context.ts', 'engine/resources/user/', 'engine/server/rate-limit.ts'],
  },
  { for: ['engine/addresses.ts'], ours: [contract], packages: ['ipaddr.js'] },
  { for: ['engine/cron.ts'], ours: [] },

  // The engine's rooms.
  { for: ['engine/resources/'], ours: resourceRooms, packages: ['valibot'], node: true },
  { for: ['engine/reconcilers/'], ours: [...resourceRooms, 'engine/resources/'], packages: ['valibot'], node: true },
  {
    for: ['engine/drivers/kvm/'],
    ours: [
      contract,
      'engine/drivers/domain-spec.ts',
      'engine/drivers/driver.ts',
      'engine/drivers/iso-image.ts',
      'engine/drivers/looks.ts',
      'engine/drivers/statistics.ts',
      'engine/drivers/storage-specs.ts',
      'engine/drivers/mount-failure.ts',
      'engine/drivers/image-copy.ts',
      'engine/drivers/upload.ts',
      'engine/ssh/',
    ],
    packages: ['node-libvirt', 'fast-xml-parser'],
    node: true,
  },
  {
    for: ['engine/drivers/simulator/'],
    ours: [
      contract,
      'engine/drivers/domain-spec.ts',
      'engine/drivers/driver.ts',
      'engine/drivers/iso-image.ts',
      'engine/drivers/looks.ts',
      'engine/drivers/statistics.ts',
      'engine/drivers/storage-specs.ts',
      'engine/drivers/mount-failure.ts',
      'engine/drivers/image-copy.ts',
      'engine/drivers/upload.ts',
    ],
    packages: ['better-sqlite3'],
    node: true,
  },
  {
    for: [
      'engine/drivers/domain-spec.ts',
      'engine/drivers/driver.ts',
      'engine/drivers/iso-image.ts',
      'engine/drivers/looks.ts',
      'engine/drivers/statistics.ts',
      'engine/drivers/storage-specs.ts',
      'engine/drivers/registry.ts',
      'engine/drivers/driver-contract.ts',
      'engine/drivers/driver-contract-foreign.ts',
      'engine/drivers/driver-contract-images.ts',
      'engine/drivers/mount-failure.ts',
      'engine/drivers/image-copy.ts',
      'engine/drivers/upload.ts',
    ],
    ours: [contract],
    node: true,
  },
  { for: ['engine/bootstrap/'], ours: [contract, 'engine/ssh/'], packages: ['valibot'], node: true },
  {
    for: ['engine/console/'],
    ours: [contract, 'engine/drivers/driver.ts', 'engine/drivers/upload.ts', 'engine/ssh/'],
    packages: ['ws'],
    node: true,
  },
  { for: ['engine/node-libvirt/'], node: true },
  { for: ['engine/ssh/'], ours: ['engine/contract/phrase.ts'], packages: ['ssh2'], node: true },
  { for: ['engine/server/'], ours: [contract, 'engine/dispatcher.ts'], packages: ['node-forge'], node: true },
  { for: ['engine/store/'], ours: [contract], packages: ['better-sqlite3'], node: true },
  { for: ['engine/jobs/'], ours: [contract, 'engine/store/'], node: true },

  // The shells.
  {
    for: ['main/electron/'],
    ours: [contract, 'main/', 'engine/engine.ts', 'engine/console-worker.ts'],
    packages: ['electron', 'valibot'],
    node: true,
  },
  {
    for: ['main/web/'],
    ours: [contract, 'main/', 'engine/engine.ts', 'package.json'],
    packages: ['valibot', 'ws'],
    node: true,
  },
  { for: ['main/'], ours: [contract, 'engine/engine.ts'], packages: ['valibot'], node: true },
  { for: ['preload/'], ours: [contract], packages: ['electron'] },

  // The face: ui ← components ← pages.
  { for: ['renderer/ui/'], packages: page },
  { for: ['renderer/theme/'], packages: ['@mantine/core'] },
  { for: ['renderer/paths.ts', 'renderer/hash-location.ts'], packages: page },
  { for: ['renderer/api/'], ours: [contract], packages: ['react'] },
  { for: ['renderer/stores/'], ours: [contract, 'renderer/api/'], packages: ['zustand', 'react'] },
  { for: ['renderer/i18n/'], ours: [contract, 'renderer/stores/'], packages: ['i18next', 'react-i18next'] },
  {
    for: ['renderer/components/'],
    ours: [
      contract,
      'renderer/api/',
      'renderer/stores/',
      'renderer/i18n/said.ts',
      'renderer/ui/',
      'renderer/paths.ts',
      'renderer/hash-location.ts',
    ],
    packages: [...page, 'valibot', '@tanstack/react-virtual'],
  },
  {
    for: ['renderer/console/'],
    ours: [
      contract,
      'renderer/api/',
      'renderer/stores/',
      'renderer/i18n/said.ts',
      'renderer/ui/',
      'renderer/components/',
      'renderer/paths.ts',
    ],
    packages: [...page, 'zustand', '@xterm/xterm', '@xterm/addon-fit', '@xterm/addon-search', '@novnc/novnc'],
  },
  {
    for: ['renderer/pages/'],
    ours: [
      contract,
      'renderer/i18n/said.ts',
      'renderer/api/',
      'renderer/stores/',
      'renderer/ui/',
      'renderer/components/',
      'renderer/console/',
      'renderer/paths.ts',
      'renderer/hash-location.ts',
    ],
    packages: [...page, 'zustand', 'papaparse'],
  },
  {
    for: ['renderer/'],
    ours: ['renderer/'],
    packages: [...page, 'react-dom', '@fontsource-variable/noto-sans-sc'],
  },

  // Around the product.
  {
    for: ['forge.config.ts'],
    ours: ['scripts/rpm.mjs'],
    node: true,
    packages: ['@electron-forge/', '@electron/fuses'],
  },
  {
    for: [
      'vite.config.ts',
      'vite.main.config.ts',
      'vite.preload.config.ts',
      'vite.renderer.config.ts',
      'vite.worker.config.ts',
      'vitest.config.ts',
      'playwright.config.ts',
    ],
    ours: ['vite.config.ts', 'vite.main.config.ts', 'scripts/chromium.mjs'],
    packages: ['vite', 'vitest', '@playwright/test'],
    node: true,
  },
  { for: ['scripts/'], ours: ['main/web/start.ts', 'main/cli/run.ts'], node: true },
  {
    for: ['bench/'],
    // Measurements stand on the worlds of the engine's own tests.
    ours: [
      'engine/',
      'main/',
      'e2e/lab/lab.ts',
      'e2e/lab/manifest.ts',
      'scripts/chromium.mjs',
      'scripts/renderer-build.mjs',
    ],
    packages: ['node-libvirt'],
    node: true,
  },
  // Tests about the repository itself, the shells and the package look inside; user stories do not.
  {
    for: [
      'e2e/repo-rules.test.ts',
      'e2e/repo-files.ts',
      'e2e/imports.ts',
      'e2e/import-rules.ts',
      'e2e/command-calls.ts',
    ],
    ours: [contract, 'engine/handlers.ts', 'engine/settings.ts'],
    packages: ['vite', 'vitest'],
    node: true,
  },
  {
    for: [
      'e2e/conformance.test.ts',
      'e2e/conformance-clients.ts',
      'e2e/outbound.test.ts',
      'e2e/packaging.test.ts',
      'e2e/security.test.ts',
      'e2e/sign-in.test.ts',
      'e2e/start.test.ts',
    ],
    ours: [contract, 'main/', 'forge.config.ts', 'scripts/chromium.mjs', 'scripts/test/sink.mjs'],
    packages: ['vitest', 'ws', '@electron/fuses'],
    node: true,
  },
  {
    for: ['e2e/electron-stub/'],
    ours: [
      contract,
      'renderer/paths.ts',
      'scripts/renderer-build.mjs',
      'vite.main.config.ts',
      'vite.preload.config.ts',
      'vite.worker.config.ts',
    ],
    packages: ['@playwright/test', 'vite', 'ws'],
    node: true,
  },
  {
    for: ['e2e/'],
    ours: [
      contract,
      'renderer/paths.ts',
      'e2e/lab/lab.ts',
      'e2e/lab/manifest.ts',
      'e2e/lab/disk.ts',
      'scripts/renderer-build.mjs',
    ],
    packages: ['@playwright/test', '@axe-core/playwright', 'vitest', 'ws'],
    node: true,
  },
];

/** What tests beside the code may import besides what their room may: the world they set the room into. */
export const testRules: ImportRule[] = [
  {
    for: ['engine/node-libvirt/'],
    packages: ['vitest', 'fast-check'],
    node: true,
  },
  {
    for: ['engine/'],
    ours: ['engine/', 'e2e/lab/lab.ts', 'e2e/lab/manifest.ts', 'e2e/lab/disk.ts'],
    packages: ['vitest', 'fast-check', 'better-sqlite3', 'ws', 'valibot', 'fast-xml-parser', 'ssh2', 'node-libvirt'],
    node: true,
  },
  { for: ['main/'], ours: [contract, 'main/'], packages: ['vitest', 'ws', 'fast-check'], node: true },
  {
    for: ['preload/', 'renderer/'],
    ours: [contract, 'renderer/'],
    packages: ['vitest', 'i18next', 'zustand'],
    node: true,
  },
  { for: ['scripts/'], packages: ['vitest'], node: true },
  { for: ['e2e/', 'bench/'] },
];

/** Single imports against the rules, each with its reason. One that is no longer there is an error. */
export const exceptions: { from: string; to: string; reason: string }[] = [
  ...['en', 'zh-CN'].map((language) => ({
    from: 'main/electron/words.ts',
    to: `renderer/i18n/${language}/commands.json`,
    reason: 'the names of commands, which tray and notifications share with the pages; data alone',
  })),
  {
    from: 'engine/console/console-service.ts',
    to: 'engine/console-worker.ts',
    reason: 'starts the console thread by its file; nothing of it is imported here',
  },
  {
    from: 'engine/resources/host-preparation/connected.ts',
    to: 'engine/ssh/ssh.ts',
    reason: 'the type of the connection that ctx.access.open gives; bootstrap takes it as it is',
  },
  {
    from: 'engine/resources/setting/setting.ts',
    to: 'engine/settings.ts',
    reason: 'settings are a part of the context; their definitions are the rows of this noun',
  },
];

/** Files of a noun, besides its main file, that other nouns may use: each is a subject of its own. */
export const doors = [
  'engine/resources/annotation/annotated.ts',
  'engine/resources/account/owner.ts',
  'engine/resources/account/account.sagas.ts',
  'engine/resources/resource-limit/limits.ts',
  'engine/resources/user/keys.ts',
  'engine/resources/user/password.ts',
  'engine/resources/host-preparation/connected.ts',
  'engine/resources/host/capacity.ts',
  'engine/resources/network/allocation.ts',
  'engine/resources/network/physical-network.ts',
  'engine/resources/network/service.ts',
  'engine/resources/affinity-group/membership.ts',
  'engine/resources/instance-group/membership.ts',
  'engine/resources/template/permissions.ts',
  'engine/resources/template/pool-copies.ts',
  'engine/resources/dedication/held.ts',
  'engine/resources/volume/protection.ts',
  'engine/resources/offering/implicit.ts',
  'engine/resources/offering/reach.ts',
  'engine/resources/offering/sizes.ts',
  'engine/resources/offering/speed.ts',
  'engine/resources/resource-detail/settings.ts',
  'engine/resources/tag/tagged.ts',
  'engine/resources/statistics/view.ts',
  'engine/resources/event/alert-types.ts',
  'engine/resources/network/storage-range.ts',
];
