import type { ZoneResources } from './use-zone-resources.ts';

/** What every step of the set-up gets. */
export interface StepProps {
  resources: ZoneResources;
  /** The quick way: only what cannot be guessed is asked for. */
  quick: boolean;
  /** To the next step, when this one is done. */
  onNext: () => void;
  onBack: () => void;
}
