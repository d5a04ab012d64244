import type { AnnotatedType } from '../contract/annotation.ts';

/** A comment; it has its thing's owner, or the engine's own account for what belongs to nobody. */
export interface AnnotationRow {
  id: string;
  text: string;
  entityType: AnnotatedType;
  entityId: string;
  userId: string;
  username: string;
  adminsOnly: boolean;
  accountId: string;
  domainId: string;
  created: number;
  removed?: number;
}
