import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { english } from '../i18n/english.ts';
import { simplifiedChinese } from '../i18n/simplified-chinese.ts';
import { isRequired, validate } from './form-values.ts';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: english }, 'zh-CN': { translation: simplifiedChinese } },
  });
});

describe("a form checked by the contract's schema", () => {
  it('says what is missing', () => {
    expect(validate('createDiskOffering', { name: '', disksize: 1 })).toEqual({ name: 'Required' });
  });

  it("uses the contract's own sentence, and its translation", async () => {
    const input = { name: 'x', cpunumber: 1, memory: 16 };
    expect(validate('createServiceOffering', input)).toEqual({ memory: 'At least 32 MiB' });
    await i18next.changeLanguage('zh-CN');
    expect(validate('createServiceOffering', input)).toEqual({ memory: '至少 32 MiB' });
    await i18next.changeLanguage('en');
  });

  it('explains limits that the contract states without a sentence', () => {
    expect(validate('createServiceOffering', { name: 'x', cpunumber: 600, memory: 64 })).toEqual({
      cpunumber: 'At most 512',
    });
  });

  it('lets empty optional fields be absent', () => {
    expect(validate('createDiskOffering', { name: 'x', displaytext: '', disksize: undefined })).toEqual({});
    expect(isRequired('createDiskOffering', 'name')).toBe(true);
    expect(isRequired('createDiskOffering', 'disksize')).toBe(false);
  });
});
