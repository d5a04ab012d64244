import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { english } from '../i18n/english.ts';
import { simplifiedChinese } from '../i18n/simplified-chinese.ts';
import { eventTypeWord } from './words.ts';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: english }, 'zh-CN': { translation: simplifiedChinese } },
  });
});

it('says types of events as a thing and what is done with it, whichever stands first in them', async () => {
  expect(eventTypeWord('VM.START')).toBe('Instance · start');
  expect(eventTypeWord('VM.LEASE.EXPIRING')).toBe('Lease · ends soon');
  expect(eventTypeWord('VM.MIGRATE')).toBe('Instance · migrate');
  expect(eventTypeWord('SERVICE.OFFERING.EDIT')).toBe('Compute offering · change');
  expect(eventTypeWord('CREATE_TAGS')).toBe('Tags · create');
  expect(eventTypeWord('REGISTER.SSH.KEYPAIR')).toBe('SSH key pair · register');
  expect(eventTypeWord('HOST.DISK.STORE')).toBe('Store on a host’s disk');
  await i18next.changeLanguage('zh-CN');
  expect(eventTypeWord('VM.START')).toBe('实例 · 启动');
});

it('leaves a type of which it has no words as it is', () => {
  expect(eventTypeWord('QUANTUM.ENTANGLE')).toBe('QUANTUM.ENTANGLE');
  expect(eventTypeWord('VM.ENTANGLE')).toBe('VM.ENTANGLE');
});
