import type { Refusals } from './refusal.ts';

export const offeringsRefusals: Refusals = {};
