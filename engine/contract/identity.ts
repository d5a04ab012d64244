/** Ids of what every installation has; fixed, so that rows may name them from the first commit on. */
export const rootDomainId = '00000000-0000-4000-8000-000000000001';
/** The desk's own account and user: Root Admin, without a password until one is set. */
export const adminAccountId = '00000000-0000-4000-8000-000000000002';
export const adminUserId = '00000000-0000-4000-8000-000000000003';
/** The account that the engine itself acts as. */
export const systemAccountId = 'system';
