import { useEffect } from 'react';
import { defaultBranding } from '../../engine/contract/branding.ts';
import type { Output } from '../../engine/contract/contract.ts';
import { useQuery } from '../api/live.ts';

type Branding = Output<'getBranding'>;

/** The name, logo and accent of this installation, as its settings have them now. */
export function useBranding(): Branding {
  return useQuery('getBranding', {}).data ?? defaultBranding;
}

/** The title of the window: what the page is about, and whose installation it is. */
export function useWindowTitle(title: string): void {
  const { name } = useBranding();
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}
