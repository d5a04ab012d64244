import type { Role } from '../contract/command.ts';
import type { Permission } from '../contract/role.ts';
import type { AccountState, DomainState, UserState } from '../contract/states.ts';

/** Rows of who uses the cloud, as the engine sees them. */
export interface DomainRow {
  id: string;
  name: string;
  /** `/sales/north/`; ROOT's is `/`. */
  path: string;
  parentId?: string;
  networkDomain?: string;
  state: DomainState;
  created: number;
  removed?: number;
  // From the view.
  parentName?: string;
  level?: number;
  hasChild?: boolean;
  accountTotal?: number;
  vmTotal?: number;
}

export interface AccountRow {
  id: string;
  name: string;
  domainId: string;
  /** The type of its role. */
  role: Role;
  roleId: string;
  state: AccountState;
  networkDomain?: string;
  /** Of the account that a project's things belong to; nobody calls as it. */
  projectId?: string;
  created: number;
  removed?: number;
  // From the view.
  domainName?: string;
  domainPath?: string;
  roleName?: string;
  vmTotal?: number;
  vmRunning?: number;
}

export interface UserRow {
  id: string;
  accountId: string;
  domainId: string;
  username: string;
  firstName: string;
  lastName: string;
  email: string;
  timezone?: string;
  state: UserState;
  hasPassword: boolean;
  failedAttempts: number;
  apiKey?: string;
  created: number;
  removed?: number;
  // From the view.
  accountName?: string;
  role?: Role;
  roleId?: string;
  roleName?: string;
  domainName?: string;
}

export interface RoleRow {
  id: string;
  name: string;
  type: Role;
  description?: string;
  isDefault: boolean;
  isPublic: boolean;
  state: string;
  created: number;
  removed?: number;
  // From the view.
  accountTotal?: number;
}

export interface RolePermissionRow {
  id: string;
  roleId: string;
  rule: string;
  permission: Permission;
  description?: string;
  sortOrder: number;
  // From the view.
  roleName?: string;
}
