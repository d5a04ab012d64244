import type { Refusals } from './refusal.ts';

export const storageRefusals: Refusals = {};
