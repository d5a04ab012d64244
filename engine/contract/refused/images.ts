import type { Refusals } from './refusal.ts';

export const imagesRefusals: Refusals = {};
