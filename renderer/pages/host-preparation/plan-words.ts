import i18next from 'i18next';
import type { PlanItem } from '../../../engine/contract/views.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { said } from '../../i18n/said.ts';

const textOf = (key: string, fallback: string): string => (i18next.exists(key) ? i18next.t(key as never) : fallback);

/** The planner speaks English to every client; here its known items and phrases speak the window's language. Words of the host stay as they are. */
export const planTitle = (item: PlanItem): string => textOf(`plan.${item.id}.title`, item.title);
export const planWhy = (item: PlanItem): string => textOf(`plan.${item.id}.why`, item.why);
export const planGroup = (group: string): string => textOf(`planGroups.${group}`, group);

export const planFound = (item: PlanItem): string => inert(said(item.phrases?.found, item.found));
export const planChange = (item: PlanItem): string => inert(said(item.phrases?.change, item.change));
export const planHint = (item: PlanItem): string => inert(said(item.phrases?.hint, item.hint ?? ''));
