import type { Role } from '../contract/command.ts';
import type { Permission } from '../contract/role.ts';
import type { ProjectState } from '../contract/states.ts';

/** Rows of projects, as the engine sees them. */
export interface ProjectRow {
  id: string;
  name: string;
  displayText: string;
  state: ProjectState;
  /** The account by which it owns its things. */
  accountId: string;
  domainId: string;
  created: number;
  removed?: number;
  // From the view.
  domainName?: string;
  domainPath?: string;
  vmTotal?: number;
  vmRunning?: number;
}

export interface ProjectMemberRow {
  id: string;
  projectId: string;
  accountId: string;
  domainId: string;
  /** One user of the account; without it, all of them. */
  userId?: string;
  role: 'Admin' | 'Regular';
  projectRoleId?: string;
  created: number;
  // From the view.
  accountName?: string;
  accountRole?: Role;
  username?: string;
  domainName?: string;
  projectName?: string;
  projectRoleName?: string;
}

export interface ProjectRoleRow {
  id: string;
  projectId: string;
  name: string;
  description?: string;
  created: number;
  removed?: number;
}

export interface ProjectRolePermissionRow {
  id: string;
  projectId: string;
  projectRoleId: string;
  rule: string;
  permission: Permission;
  description?: string;
  sortOrder: number;
}
