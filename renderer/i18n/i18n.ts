import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, usePreferences } from '../stores/preferences.ts';
import { loadChinese } from './chinese-loader.ts';
import { english } from './english.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english };
    returnNull: false;
  }
}

/**
 * Starts in the language of the preferences and follows them.
 *
 * @returns when the words are there, before which a window would show some of another language. English always is; Chinese is fetched
 * from where the page came from when it is first wanted, and the window stays in English if that fails.
 */
export async function startI18n(): Promise<void> {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const apply = async (language: Language): Promise<void> => {
    if (language === 'zh-CN' && !i18next.hasResourceBundle(language, 'translation')) {
      const { simplifiedChinese } = await loadChinese();
      i18next.addResourceBundle(language, 'translation', simplifiedChinese);
    }
    // Another one may have been chosen meanwhile.
    if (usePreferences.getState().language !== language) return;
    document.documentElement.lang = language;
    if (i18next.language !== language) await i18next.changeLanguage(language);
  };
  const follow = (language: Language) => apply(language).catch((error) => console.error(error));
  usePreferences.subscribe(({ language }) => void follow(language));
  await follow(usePreferences.getState().language);
}
