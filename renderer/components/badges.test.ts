import { describe, expect, it } from 'vitest';
import { allStateTables, virtualMachineBadge } from '../../engine/contract/states.ts';
import { hostBadge, jobBadge, stateBadge } from './badges.ts';

describe('badges', () => {
  it('says Unknown, and since when, of a machine last seen running ten minutes ago', () => {
    const vm = {
      state: 'Running',
      powerstate: 'PowerOn',
      powerstateage: 600,
      powerstatetime: '2026-11-21T02:42:19+0000',
    };
    expect(virtualMachineBadge(vm)).toEqual({ tone: 'warning', word: 'Unknown', since: vm.powerstatetime });
    expect(virtualMachineBadge({ ...vm, powerstateage: 20 })).toEqual({ tone: 'ok', word: 'Running' });
  });

  it('pulses for exactly the transitional states of every table', () => {
    const transitional = allStateTables
      .flatMap((table) => Object.keys(table.states))
      .filter((state) => stateBadge(state).tone === 'busy')
      .sort();
    expect([...new Set(transitional)]).toEqual([
      'Applying',
      'Attaching',
      'Connecting',
      'Creating',
      'Downloading',
      'Expunging',
      'Implementing',
      'Migrating',
      'NotUploaded',
      'Probing',
      'Removing',
      'Starting',
      'Stopping',
      'Undoing',
      'UploadInProgress',
    ]);
  });

  it('shows a disabled host as disabled, but trouble first', () => {
    expect(hostBadge({ state: 'Up', resourcestate: 'Enabled' })).toEqual({ tone: 'ok', word: 'Up' });
    expect(hostBadge({ state: 'Up', resourcestate: 'Disabled' })).toEqual({ tone: 'off', word: 'Disabled' });
    expect(hostBadge({ state: 'Alert', resourcestate: 'Disabled', lastpinged: 'x' })).toEqual({
      tone: 'warning',
      word: 'Alert',
      since: 'x',
    });
  });

  it('reads a job without a state of ours by its number', () => {
    expect(jobBadge({ state: '', jobstatus: 2 })).toEqual({ tone: 'error', word: 'failed' });
    expect(jobBadge({ state: 'stuck', jobstatus: 0 }).tone).toBe('error');
  });
});
