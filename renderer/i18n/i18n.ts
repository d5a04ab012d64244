import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { usePreferences } from '../stores/preferences.ts';
import { english, simplifiedChinese } from './resources.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english };
    returnNull: false;
  }
}

/** Starts in the language of the preferences and follows them. Both languages are in the bundle: switching asks nobody. */
export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: usePreferences.getState().language,
    fallbackLng: 'en',
    resources: { en: { translation: english }, 'zh-CN': { translation: simplifiedChinese } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const apply = (language: string) => {
    document.documentElement.lang = language;
    if (i18next.language !== language) void i18next.changeLanguage(language);
  };
  apply(usePreferences.getState().language);
  usePreferences.subscribe((preferences) => apply(preferences.language));
}
