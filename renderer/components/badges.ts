import type { Badge } from '../../engine/contract/states.ts';
import type { AsyncJobView, HostView, TemplateView } from '../../engine/contract/views.ts';

type Tone = Badge['tone'];

const tones: Record<string, Tone> = {
  Up: 'ok',
  Running: 'ok',
  Ready: 'ok',
  Enabled: 'ok',
  enabled: 'ok',
  Active: 'ok',
  Implemented: 'ok',
  Applied: 'ok',
  succeeded: 'ok',
  Alert: 'warning',
  Unknown: 'warning',
  Planned: 'warning',
  locked: 'warning',
  Disconnected: 'warning',
  Down: 'error',
  Error: 'error',
  Failed: 'error',
  UploadError: 'error',
  UploadAbandoned: 'warning',
  NotUploaded: 'busy',
  UploadInProgress: 'busy',
  failed: 'error',
  stuck: 'error',
  /** A job of many of which some failed. */
  partial: 'error',
  running: 'busy',
  pending: 'busy',
  undoing: 'busy',
};

/** The badge of any state word: transitional words end in -ing, what is neither good nor bad is off. */
export function stateBadge(state: string): Badge {
  const tone = tones[state] ?? (/^[A-Z][a-z]*ing$/.test(state) ? 'busy' : 'off');
  return { tone, word: state };
}

/** A host that is Up but takes no new VMs says so: Disabled outranks Up, nothing outranks trouble. */
export function hostBadge(host: Pick<HostView, 'state' | 'resourcestate' | 'lastpinged'>): Badge {
  if (host.state === 'Up' && host.resourcestate !== 'Enabled') return { tone: 'off', word: host.resourcestate };
  const badge = stateBadge(host.state);
  if (badge.tone !== 'ok' && host.lastpinged !== undefined) badge.since = host.lastpinged;
  return badge;
}

/** Of a template or an ISO. */
export function templateBadge(template: Pick<TemplateView, 'state'>): Badge {
  return stateBadge(template.state);
}

/** A job's badge by its own state; CloudStack's number is the fallback. */
export function jobBadge(job: Pick<AsyncJobView, 'state' | 'jobstatus'>): Badge {
  if (job.state !== '') return stateBadge(job.state);
  return stateBadge((['running', 'succeeded', 'failed', 'cancelled'] as const)[job.jobstatus]);
}
