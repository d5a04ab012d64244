import '@mantine/core/styles.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { tellErrorsBy } from './api/client.ts';
import { isUnknownVisitor } from './api/sign-in.ts';
import { currentPath } from './hash-location.ts';
import { startI18n } from './i18n/i18n.ts';
import { said } from './i18n/said.ts';
import { loadPage } from './routes.tsx';
import { followConnection } from './stores/connection.ts';
import { followOtherWindows } from './stores/preferences.ts';

followOtherWindows();
tellErrorsBy(({ message, hint, phrases }) => ({
  message: said(phrases?.message, message),
  hint: hint === undefined ? undefined : said(phrases?.hint, hint),
}));
const unknown = isUnknownVisitor();
if (!unknown) {
  followConnection();
  loadPage(currentPath());
}
await startI18n();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
const Content = unknown ? (await import('./Door.tsx')).Door : App;
createRoot(root).render(
  <StrictMode>
    <Content />
  </StrictMode>,
);
// A hundred pieces of a font, of which a system with fonts of its own needs none: not before the first picture.
void import('@fontsource-variable/noto-sans-sc/index.css');
