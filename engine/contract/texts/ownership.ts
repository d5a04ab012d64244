import type { Texts } from './texts.ts';

/** What the filters and fields of owners mean. */
export const ownershipTexts: Texts = {
  fields: {
    domainid: 'Id of the domain of the account that owns it.',
    domainpath: 'Path of that domain, such as ROOT/sales.',
    project: 'Project that owns it.',
    projectid: 'Id of the project that owns it; -1 in a filter means all projects that the caller is in.',
    isrecursive: 'With domainid: also of the domains below it.',
    listall: 'false: only what is the caller’s own; otherwise everything within reach.',
    fordisplay: 'false finds nothing, because nothing is hidden here.',
  },
};
