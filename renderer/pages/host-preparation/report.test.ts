import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { say } from '../../../engine/contract/phrase.ts';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { loadChinese } from '../../i18n/chinese-loader.ts';
import { english } from '../../i18n/english.ts';
import { simplifiedChinese } from '../../i18n/simplified-chinese.ts';
import { reportJson, reportName, reportText } from './report.ts';

const found = say`sudo asks for a terminal: ${'/etc/sudoers: Defaults requiretty'}`;
const preparation = {
  id: 'p1',
  address: '10.0.0.5',
  port: 22,
  username: 'ops',
  authentication: 'password',
  state: 'Planned',
  hostkeyfingerprint: 'SHA256:abc',
  hostname: 'h1.internal',
  operatingsystem: 'Debian \u001b[31m12\u202e',
  nics: [],
  acceptemulation: false,
  closeagent: false,
  unsignedpackages: false,
  guests: [],
  plan: [
    {
      id: 'requiretty',
      group: 'System',
      title: 'sudo without a terminal',
      found: 'sudo asks for a terminal: /etc/sudoers: Defaults requiretty',
      change: '',
      why: 'why',
      status: 'warning',
      hint: 'Benchtop gives it one.',
      phrases: { found },
    },
    {
      id: 'packages',
      group: 'Software',
      title: 'Packages',
      found: '4',
      change: 'installs qemu',
      why: 'w',
      status: 'change',
    },
  ],
  canapply: true,
  complete: false,
  created: '2026-11-30T10:00:00+0000',
} satisfies HostPreparationView;
const date = new Date('2026-11-30T10:20:30Z');

describe('the report of a preparation', () => {
  beforeAll(async () => {
    await i18next.init({
      lng: 'en',
      resources: { en: { translation: english }, 'zh-CN': { translation: simplifiedChinese } },
      interpolation: { escapeValue: false },
    });
  });

  it('tells every item with what was found, what changes and what to do', () => {
    const text = reportText(preparation, date);
    expect(text).toContain('h1.internal');
    expect(text).toContain('sudo without a terminal [Note]');
    expect(text).toContain('Found: sudo asks for a terminal: /etc/sudoers: Defaults requiretty');
    expect(text).toContain('Change: installs qemu');
    expect(text).toContain('What to do: Benchtop gives it one.');
  });

  it('holds nothing that moves a terminal, and no secret that a row might carry', () => {
    const row = { ...preparation, password: 'Lab-canary-1', privatekey: 'Lab-canary-1' };
    for (const content of [reportText(row, date), reportJson(row, date)]) {
      expect(content).not.toContain('canary');
      expect(content).not.toMatch(/[\u001b\u202e]/);
    }
    expect(JSON.parse(reportJson(preparation, date))).toMatchObject({
      address: '10.0.0.5',
      items: [
        { id: 'requiretty', status: 'warning' },
        { id: 'packages', change: 'installs qemu' },
      ],
    });
  });

  it('speaks Chinese in a Chinese window', async () => {
    await loadChinese();
    await i18next.changeLanguage('zh-CN');
    expect(reportText(preparation, date)).toContain('sudo 要求终端：/etc/sudoers: Defaults requiretty');
    await i18next.changeLanguage('en');
  });

  it('is named by machine and time, whatever the machine is called', () => {
    expect(reportName(preparation, date, 'txt')).toBe('preparation h1.internal 2026-11-30 10.20.30.txt');
    expect(reportName({ ...preparation, hostname: '../../x y' }, date, 'json')).not.toMatch(/[/\\]/);
  });
});
