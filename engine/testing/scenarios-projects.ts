import { deployInput, idOf, type TestEngine } from './lab.ts';
import type { Scenario } from './scenario.ts';

const jobOf = (answer: unknown): string => (answer as { jobid: string }).jobid;
const project = (lab: TestEngine) => idOf(lab, 'listProjects', 'project', 'atlas');
const person = { password: 'correct horse', firstname: 'Mia', lastname: 'K', email: 'mia@lab.example' };

/** A project with a running instance, and somebody who is not in it. */
async function withProject(lab: TestEngine): Promise<void> {
  await lab.run('createProject', { name: 'atlas' });
  await lab.call('createAccount', { username: 'mia', ...person });
  await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), projectid: await project(lab) });
}
const withMia = async (lab: TestEngine) => {
  await withProject(lab);
  await lab.run('addAccountToProject', { projectid: await project(lab), account: 'mia' });
};
const withMiaAlone = async (lab: TestEngine) => {
  await withProject(lab);
  await lab.run('addUserToProject', { projectid: await project(lab), username: 'mia' });
};

/** The jobs of projects. */
export const projectScenarios: Scenario[] = [
  { kind: 'createProject', act: async (lab) => jobOf(await lab.call('createProject', { name: 'atlas' })) },
  {
    kind: 'updateProject',
    arrange: withMia,
    act: async (lab) =>
      jobOf(await lab.call('updateProject', { id: await project(lab), name: 'globe', account: 'mia' })),
  },
  {
    kind: 'suspendProject',
    arrange: withProject,
    act: async (lab) => jobOf(await lab.call('suspendProject', { id: await project(lab) })),
  },
  {
    kind: 'activateProject',
    arrange: async (lab) => {
      await withProject(lab);
      await lab.run('suspendProject', { id: await project(lab) });
    },
    act: async (lab) => jobOf(await lab.call('activateProject', { id: await project(lab) })),
  },
  {
    kind: 'deleteProject',
    arrange: withMia,
    act: async (lab) => jobOf(await lab.call('deleteProject', { id: await project(lab), cleanup: true })),
  },
  {
    kind: 'addAccountToProject',
    arrange: withProject,
    act: async (lab) => jobOf(await lab.call('addAccountToProject', { projectid: await project(lab), account: 'mia' })),
  },
  {
    kind: 'deleteAccountFromProject',
    arrange: withMia,
    act: async (lab) =>
      jobOf(await lab.call('deleteAccountFromProject', { projectid: await project(lab), account: 'mia' })),
  },
  {
    kind: 'addUserToProject',
    arrange: withProject,
    act: async (lab) => jobOf(await lab.call('addUserToProject', { projectid: await project(lab), username: 'mia' })),
  },
  {
    kind: 'deleteUserFromProject',
    arrange: withMiaAlone,
    act: async (lab) =>
      jobOf(
        await lab.call('deleteUserFromProject', {
          projectid: await project(lab),
          userid: (await lab.call('listUsers', { username: 'mia' })).user[0]?.id ?? '',
        }),
      ),
  },
];
