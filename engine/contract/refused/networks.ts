import type { Refusals } from './refusal.ts';

export const networksRefusals: Refusals = {};
