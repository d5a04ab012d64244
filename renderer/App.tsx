import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { type ReactNode, useEffect, useMemo } from 'react';
import { Router, useLocation } from 'wouter';
import { useQuery } from './api/live.ts';
import { permissionsKnown, permitCommands } from './api/permissions.ts';
import { useBranding } from './components/branding.ts';
import { ConnectionBar, Frame } from './components/frame/Frame.tsx';
import { useHashLocation, useHashSearch } from './hash-location.ts';
import { FirstRunPage } from './pages/first-run/FirstRunPage.tsx';
import { FileDrops } from './pages/uploads/FileDrops.tsx';
import { AppRoutes, ConsoleRoute, isConsolePath } from './routes.tsx';
import { useOverlay } from './stores/overlay.ts';
import { usePreferences } from './stores/preferences.ts';
import { useToasts } from './stores/toasts.ts';
import { accentFrom } from './theme/accent.ts';
import { cssVariablesFor, themeFor } from './theme/theme.ts';
import { ConfirmDanger } from './ui/ConfirmDanger.tsx';
import { ErrorState } from './ui/ErrorState.tsx';
import { TipLayer } from './ui/TipLayer.tsx';
import { Toasts } from './ui/Toasts.tsx';

/** The first run asks one question before anything else; a console window has no frame. */
function Content() {
  const [path] = useLocation();
  const session = useQuery('getSession', {});
  const commands = session.data?.commands;
  // Before anything below is drawn: what may not be asked is not asked even once.
  if (commands !== undefined && !permissionsKnown()) permitCommands(commands);
  useEffect(() => {
    if (commands !== undefined) permitCommands(commands);
  }, [commands]);
  if (session.data === undefined)
    return (
      <>
        <ConnectionBar />
        {session.error ? (
          <ErrorState message={session.error.message} hint={session.error.hint} onRetry={session.refetch} />
        ) : null}
      </>
    );
  if (session.data.mode === 'undecided' && session.data.commands.includes('chooseMode'))
    return <FirstRunPage onChosen={session.refetch} />;
  if (isConsolePath(path)) return <ConsoleRoute />;
  return (
    <Frame>
      <AppRoutes />
      <FileDrops />
    </Frame>
  );
}

/** The colours and the language of whatever is in the window. */
export function Face({ accent: color, children }: { accent: string; children: ReactNode }) {
  const { theme: choice, language } = usePreferences();
  const accent = useMemo(() => accentFrom(color), [color]);
  const theme = useMemo(() => themeFor(language, accent), [language, accent]);
  const cssVariables = useMemo(() => cssVariablesFor(accent), [accent]);
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={choice === 'auto' ? system : choice}
    >
      {children}
    </MantineProvider>
  );
}

export function App() {
  const { accent } = useBranding();
  const confirmation = useOverlay((overlay) => overlay.confirmation);
  const { toasts, dismiss } = useToasts();
  return (
    <Face accent={accent}>
      <Router hook={useHashLocation} searchHook={useHashSearch}>
        <Content />
        <TipLayer />
        <Toasts toasts={toasts} onDismiss={dismiss} />
        {confirmation === undefined ? null : (
          <ConfirmDanger key={confirmation.title} {...confirmation} onAnswer={confirmation.resolve} />
        )}
      </Router>
    </Face>
  );
}
