import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState.tsx';

/**
 * A component whose code is fetched when it is first wanted: `load` hands over its module, `name` says which export it is.
 *
 * Not React's `lazy`: a fallback, once shown, is then kept for a third of a second so that it does not flicker, which held the first page of
 * a window back by as much; and what cannot be fetched takes the whole window down, where this says so in its place and tries again.
 *
 * @returns the component, with `load` to begin to fetch it before it is shown.
 */
export function later<P extends object, N extends string>(
  load: () => Promise<{ [K in N]: ComponentType<P> }>,
  name: N,
  fallback: ReactNode,
) {
  let loaded: ComponentType<P> | undefined;
  const begin = async (): Promise<ComponentType<P>> => {
    loaded ??= (await load())[name];
    return loaded;
  };

  function Later(props: P) {
    const { t } = useTranslation();
    const [Shown, setShown] = useState<ComponentType<P> | undefined>(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Shown !== undefined || failed) return undefined;
      let gone = false;
      begin().then(
        (component) => (gone ? undefined : setShown(() => component)),
        () => (gone ? undefined : setFailed(true)),
      );
      return () => {
        gone = true;
      };
    }, [Shown, failed]);
    if (failed)
      return (
        <ErrorState message={t('ui.partNotLoaded')} hint={t('ui.partNotLoadedHint')} onRetry={() => setFailed(false)} />
      );
    return Shown === undefined ? fallback : <Shown {...props} />;
  }

  return Object.assign(Later, { load: begin });
}
