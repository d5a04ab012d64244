import type { FamilyName } from '../types.ts';
import { debian } from './debian.ts';
import type { Family } from './family.ts';
import { redhat } from './redhat.ts';

export const families: Readonly<Record<FamilyName, Family>> = { debian, redhat };
