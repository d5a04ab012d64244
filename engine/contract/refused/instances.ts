import type { Refusals } from './refusal.ts';

export const instancesRefusals: Refusals = {};
