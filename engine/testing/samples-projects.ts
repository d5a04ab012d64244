import { idOf, type TestEngine } from './lab.ts';
import { good, ok } from './sample.ts';

// A project: made, filled with members and roles, suspended, and taken away again.

const project = (lab: TestEngine) => idOf(lab, 'listProjects', 'project', 'atlas');
const role = async (lab: TestEngine) =>
  (await lab.call('listProjectRoles', { projectid: await project(lab) })).projectrole[0]?.id ?? '';
const rule = async (lab: TestEngine) =>
  (await lab.call('listProjectRolePermissions', { projectid: await project(lab) })).projectrolepermission[0]?.id ?? '';
const user = async (lab: TestEngine) => (await lab.call('listUsers', { username: 'mia' })).user[0]?.id ?? '';
const person = { password: 'correct horse', firstname: 'Mia', lastname: 'K', email: 'mia@lab.example' };

good(
  'createProject',
  () => ({ name: 'atlas', displaytext: 'maps' }),
  (made) => made.state === 'Active' && made.owner[0]?.account === 'admin' && made.vmlimit === '20' && made.canmanage,
);
good(
  'listProjects',
  () => ({ name: 'ATLAS' }),
  (page) => page.count === 1 && page.project[0]?.displaytext === 'maps',
);
good(
  'updateProject',
  async (lab) => ({ id: await project(lab), displaytext: 'charts' }),
  (changed) => changed.displaytext === 'charts',
);
good(
  'createProjectRole',
  async (lab) => ({ projectid: await project(lab), name: 'readers' }),
  (made) => made.name === 'readers',
);
good(
  'updateProjectRole',
  async (lab) => ({ projectid: await project(lab), id: await role(lab), description: 'look only' }),
  (changed) => changed.description === 'look only',
);
good(
  'listProjectRoles',
  async (lab) => ({ projectid: await project(lab) }),
  (page) => page.count === 1 && page.projectrole[0]?.name === 'readers',
);
good(
  'createProjectRolePermission',
  async (lab) => ({
    projectid: await project(lab),
    projectroleid: await role(lab),
    rule: 'deploy*',
    permission: 'deny' as const,
  }),
  (made) => made.projectrolename === 'readers' && made.rule === 'deploy*',
);
good(
  'updateProjectRolePermission',
  async (lab) => ({ projectid: await project(lab), projectroleid: await role(lab), ruleorder: [await rule(lab)] }),
  ok,
);
good(
  'listProjectRolePermissions',
  async (lab) => ({ projectid: await project(lab), projectroleid: await role(lab) }),
  (page) => page.count === 1 && page.projectrolepermission[0]?.permission === 'deny',
);
good(
  'createAccount',
  () => ({ username: 'mia', ...person }),
  (made) => made.name === 'mia',
);
good(
  'addAccountToProject',
  async (lab) => ({ projectid: await project(lab), account: 'mia', projectroleid: await role(lab) }),
  ok,
);
good(
  'listProjectAccounts',
  async (lab) => ({ projectid: await project(lab) }),
  (page) => page.count === 2 && page.projectaccount.some((each) => each.account === 'mia' && each.role === 'Regular'),
);
good('deleteAccountFromProject', async (lab) => ({ projectid: await project(lab), account: 'mia' }), ok);
good('addUserToProject', async (lab) => ({ projectid: await project(lab), username: 'mia' }), ok);
good('deleteUserFromProject', async (lab) => ({ projectid: await project(lab), userid: await user(lab) }), ok);
good('deleteProjectRolePermission', async (lab) => ({ projectid: await project(lab), id: await rule(lab) }), ok);
good('deleteProjectRole', async (lab) => ({ projectid: await project(lab), id: await role(lab) }), ok);
good(
  'suspendProject',
  async (lab) => ({ id: await project(lab) }),
  (suspended) => suspended.state === 'Suspended',
);
good(
  'activateProject',
  async (lab) => ({ id: await project(lab) }),
  (active) => active.state === 'Active',
);
good('deleteProject', async (lab) => ({ id: await project(lab) }), ok);
