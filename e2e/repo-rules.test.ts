import { describe, expect, test } from 'vitest';
import { type CommandName, contract } from '../engine/contract/contract.ts';
import { parameterText } from '../engine/contract/texts/meaning.ts';
import { handlers, sagas } from '../engine/handlers.ts';
import { settingDefinitions } from '../engine/settings.ts';
import { commandsCalled, shownWords } from './command-calls.ts';
import { doors, exceptions, type ImportRule, importRules, testRules } from './import-rules.ts';
import { circles, type Import, importsOf } from './imports.ts';
import { phrasesSaid } from './phrases-said.ts';
import { isTestCode, read, repositoryFiles, sourceFiles } from './repo-files.ts';

// Promises about the repository that reading it can keep: who imports whom, what lies where, and that nothing of the contract is forgotten.
const files = sourceFiles();
const all = repositoryFiles();
const imports = new Map(files.map((file) => [file, importsOf(file)]));

const covers = (place: string, file: string): boolean =>
  place.endsWith('/') ? file.startsWith(place) : place === file;
const ruleFor = (rules: ImportRule[], file: string): ImportRule | undefined =>
  rules.find((rule) => rule.for.some((place) => covers(place, file)));

/** `@xterm/xterm` of `@xterm/xterm/css/xterm.css`. */
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

function allows(rule: ImportRule, file: string, one: Import): boolean {
  if (!one.ours) {
    if (one.to.startsWith('node:')) return rule.node === true;
    return (rule.packages ?? []).some((name) =>
      name.endsWith('/') ? one.to.startsWith(name) : name === packageOf(one.to),
    );
  }
  const own = rule.for.filter((place) => place.endsWith('/') && file.startsWith(place));
  return [...own, ...rule.for, ...(rule.ours ?? [])].some((place) => covers(place, one.to));
}

/** engine/resources/<noun>/ of a noun's file. */
const nounOf = (file: string): string | undefined => /^engine\/resources\/([\w-]+)\//.exec(file)?.[1];

function isDoor(file: string): boolean {
  const noun = nounOf(file);
  return noun === undefined || file === `engine/resources/${noun}/${noun}.ts` || doors.includes(file);
}

describe('imports', () => {
  test('every file has a rule, and every import is one that it allows', () => {
    const broken: string[] = [];
    const used = new Set<string>();
    for (const [file, list] of imports) {
      const tables = isTestCode(file) ? [importRules, testRules] : [importRules];
      const rules = tables.map((table) => ruleFor(table, file)).filter((rule) => rule !== undefined);
      if (rules.length === 0) broken.push(`${file}: no rule covers it`);
      for (const one of list) {
        if (rules.some((each) => allows(each, file, one))) continue;
        const exception = exceptions.find(({ from, to }) => from === file && to === one.to);
        if (exception === undefined) broken.push(`${file} -> ${one.to}${one.typeOnly ? ' (type)' : ''}`);
        else used.add(exception.from + exception.to);
      }
    }
    expect(broken).toEqual([]);
    expect(exceptions.filter(({ from, to }) => !used.has(from + to))).toEqual([]);
  });

  test('a noun is entered by its main file, or by a file named as a door', () => {
    const broken = [...imports].flatMap(([file, list]) =>
      file.startsWith('engine/resources/')
        ? list.filter(({ to }) => nounOf(to) !== nounOf(file) && !isDoor(to)).map(({ to }) => `${file} -> ${to}`)
        : [],
    );
    expect(broken).toEqual([]);
    expect(doors.filter((door) => !files.includes(door))).toEqual([]);
  });

  test('the product does not import what only tests use', () => {
    const broken = [...imports].flatMap(([file, list]) =>
      isTestCode(file) ? [] : list.filter(({ to }) => isTestCode(to)).map(({ to }) => `${file} -> ${to}`),
    );
    expect(broken).toEqual([]);
  });

  test('no circle, not even one of types', () => {
    const graph = new Map([...imports].map(([file, list]) => [file, list.map(({ to }) => to)]));
    expect(circles(graph).map((circle) => circle.join(' -> '))).toEqual([]);
  });
});

describe('files', () => {
  test('none is longer than 400 lines', () => {
    const long = files
      .filter((file) => !/\.golden\.|\.d\.[cm]?ts$/.test(file))
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  test('every top folder says on one screen what it is', () => {
    for (const folder of ['engine', 'main', 'renderer', 'preload', 'e2e', 'bench', 'assets', 'scripts']) {
      expect(all).toContain(`${folder}/README.md`);
      expect([folder, read(`${folder}/README.md`).split('\n').length]).toEqual([
        folder,
        expect.toSatisfy((lines) => lines <= 70),
      ]);
    }
  });

  test('no file names a person’s folder or a package registry', () => {
    // Ada is nobody: tests of other systems' folders use her name.
    const places =
      /\/home\/(?!ada\b)[a-z]\w*\/|\/Users\/(?!ada\b)\w+\/|[A-Z]:\\Users\\|\bregistry\.[a-z]+\.(org|com|net)\b|npmmirror/;
    const found = all
      .filter((file) => !/\.(gz|png|woff2|qcow2|ico|icns)$/.test(file) && file !== 'e2e/repo-rules.test.ts')
      .flatMap((file) => {
        const line = read(file)
          .split('\n')
          .find((each) => places.test(each));
        return line === undefined ? [] : [`${file}: ${line.trim().slice(0, 120)}`];
      });
    expect(found).toEqual([]);
  });
});

describe('the card’s packages', () => {
  // Package, the only places that may import it, and a test that would fail without it.
  const card: [string, string[], string][] = [
    ['electron', ['main/electron/', 'preload/', 'e2e/electron-stub/'], 'e2e/electron-stub/wiring.spec.ts'],
    ['@electron-forge/*', ['forge.config.ts'], 'e2e/packaging.test.ts'],
    ['react', ['renderer/'], 'e2e/web/'],
    ['zustand', ['renderer/'], 'renderer/stores/'],
    ['better-sqlite3', ['engine/store/', 'engine/drivers/simulator/'], 'engine/crash.test.ts'],
    [
      'node-libvirt',
      ['engine/drivers/kvm/', 'engine/node-libvirt/', 'bench/'],
      'engine/node-libvirt/real-libvirtd.test.ts',
    ],
    ['ssh2', ['engine/ssh/'], 'engine/ssh/connection.test.ts'],
    ['@xterm/xterm', ['renderer/console/'], 'e2e/web/'],
    ['@novnc/novnc', ['renderer/console/'], 'e2e/web/'],
    ['@playwright/test', ['e2e/', 'playwright.config.ts'], 'e2e/electron-stub/playwright.config.ts'],
  ];

  test.each(card)('%s is in its place and under a test', (name, places, underTest) => {
    const matches = ({ ours, to }: Import) =>
      !ours && (name.endsWith('/*') ? to.startsWith(name.slice(0, -1)) : packageOf(to) === name);
    const importers = [...imports].filter(([, list]) => list.some(matches)).map(([file]) => file);
    expect(importers).not.toEqual([]);
    // A test may look into the store or at a host by itself.
    const bound = importers.filter((file) => name === '@playwright/test' || !isTestCode(file));
    expect(bound.filter((file) => !places.some((place) => covers(place, file)))).toEqual([]);
    expect(files.filter((file) => covers(underTest, file) && /\.(test|spec)\.ts$|config\.ts$/.test(file))).not.toEqual(
      [],
    );
  });
});

describe('the contract', () => {
  const commands = Object.entries(contract);
  const names = new Set(Object.keys(contract));

  test('every command has a handler, and no handler is without a command', () => {
    expect(Object.keys(handlers).sort()).toEqual([...names].sort());
  });

  test('every command says who may call it, and what it does in both languages', () => {
    const silent = commands
      .filter(([, spec]) => {
        const { en, zh } = spec.description;
        return spec.roles.length === 0 || en.trim() === '' || !/\p{Script=Han}/u.test(zh);
      })
      .map(([name]) => name);
    expect(silent).toEqual([]);
  });

  test('every command is called by a test', () => {
    const called = new Set(
      files.filter((file) => isTestCode(file)).flatMap((file) => [...commandsCalled(file, names)]),
    );
    expect([...names].filter((name) => !called.has(name))).toEqual([]);
  });

  test('every command of kind job has a saga of its name', () => {
    const kinds = new Set(sagas.map((saga) => saga.kind));
    const jobs = commands.filter(([, spec]) => spec.kind === 'job' || spec.awaits).map(([name]) => name);
    expect(jobs.filter((name) => !kinds.has(name))).toEqual([]);
  });

  test('every saga has a row in a table of crashes', () => {
    // Simulated: each scenario is a row. Real hosts: each kind that a lane kills. Rows that only fail or repeat steps do not count.
    const simulated = files
      .filter((file) => /^engine\/testing\/scenarios(-[a-z-]+)?\.ts$/.test(file))
      .flatMap((file) => [...read(file).matchAll(/\bkind: '(\w+)'/g)]);
    const real = files
      .filter((file) => file.endsWith('.crash.lab.test.ts'))
      .flatMap((file) => [...read(file).matchAll(/\.cell\('(\w+)'/g)]);
    const killed = new Set([...simulated, ...real].map((match) => match[1]));
    expect(sagas.map((saga) => saga.kind).filter((kind) => !killed.has(kind))).toEqual([]);
  });

  test('grep deployVirtualMachine: the list of files is the path', () => {
    // The path of a deployment with the buttons that lead to it, the practice cloud that deploys its samples, and the words.
    const path = all.filter(
      (file) => /\.(tsx?|mjs|json)$/.test(file) && !isTestCode(file) && read(file).includes('deployVirtualMachine'),
    );
    expect(path).toEqual([
      'engine/contract/deployment.ts',
      'engine/contract/refused/instances.ts',
      'engine/contract/texts/commands.ts',
      'engine/contract/virtual-machine.ts',
      'engine/drivers/simulator/sample-lab.ts',
      'engine/handlers.ts',
      'engine/resources/practice/practice.ts',
      'engine/resources/virtual-machine/deploy.saga.ts',
      'engine/resources/virtual-machine/deploy.ts',
      'engine/resources/virtual-machine/deployments.ts',
      'engine/resources/virtual-machine/virtual-machine.ts',
      'renderer/i18n/en/commands.json',
      'renderer/i18n/zh-CN/commands.json',
      'renderer/pages/instances/DeployInstance.tsx',
      'renderer/pages/instances/InstanceListPage.tsx',
      'renderer/pages/instances/deploy/deploy-help.ts',
      'renderer/pages/isos/iso-actions.tsx',
      'renderer/pages/jobs/DeploymentsTab.tsx',
      'renderer/pages/templates/template-actions.tsx',
      'renderer/routes.tsx',
    ]);
  });
});

// The product's name, keys, and each language's own name for itself are the same in every language.
test('pages show no words of their own: every word has both languages', () => {
  const found = files
    .filter((file) => file.startsWith('renderer/') && file.endsWith('.tsx') && !isTestCode(file))
    .flatMap((file) => shownWords(file).map((word) => `${file}: ${word}`))
    .filter((found) => !/: (Benchtop|Ctrl [A-Z]|English|简体中文|[MG]Hz|[MGT]i?B)$/.test(found));
  expect(found).toEqual([]);
});

describe('parameters', () => {
  // What forms are for, by ResourceForm, by the parts of a StepForm, and the page that deploys.
  const inForms = new Set(
    files
      .filter((file) => file.startsWith('renderer/pages/') && !isTestCode(file))
      .flatMap((file) => [...read(file).matchAll(/command(?:="|: '|=\{?')(\w+)/g)].map(([, name = '']) => name))
      .concat('deployVirtualMachine', 'deployVirtualMachines')
      .filter((name): name is CommandName => Object.hasOwn(contract, name) && !/^(get|list|apply|delete)/.test(name)),
  );

  test('every parameter of a command with a form is explained in both languages', () => {
    expect(inForms.size).toBeGreaterThan(20);
    const unexplained = [...inForms].flatMap((command) =>
      Object.keys(contract[command].input.entries)
        .filter((parameter) => parameterText(command, parameter) === undefined)
        .map((parameter) => `${command}.${parameter}`),
    );
    expect(unexplained).toEqual([]);
  });

  test('an explanation is one or two sentences, Chinese in Chinese', () => {
    const bad = [...inForms].flatMap((command) =>
      Object.keys(contract[command].input.entries).filter((parameter) => {
        const text = parameterText(command, parameter);
        if (text === undefined) return false;
        return (
          !/^.{2,199}\.$/.test(text.en) || !/^.{2,120}$/.test(text.zh) || /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(text.zh)
        );
      }),
    );
    expect(bad).toEqual([]);
    expect(parameterText('createZone', 'nothing')).toBeUndefined();
    expect(parameterText('addHost', 'url')?.en).not.toBe(parameterText('registerIso', 'url')?.en);
  });
});

test('every phrase that the engine says has a Chinese sentence with the same marks', () => {
  const said = phrasesSaid();
  for (const { description, effect, deviation } of settingDefinitions)
    for (const text of [description, effect, deviation]) if (text !== undefined) said.add(text);
  const chinese = new Map(
    Object.entries(JSON.parse(read('renderer/i18n/zh-CN/phrases.json')) as Record<string, string>),
  );
  const marks = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(String).sort().join();
  expect([...said].filter((key) => !chinese.has(key))).toEqual([]);
  expect([...chinese].filter(([key, text]) => marks(key) !== marks(text)).map(([key]) => key)).toEqual([]);
  expect(
    [...chinese].filter(([key, text]) => /[a-z]{3,} [a-z]{3,}/i.test(key) && !/\p{Script=Han}/u.test(text)),
  ).toEqual([]);
});
