import { paths } from '../../renderer/paths.ts';
import { anotherBrowser, done, ended, populate, signIn } from './people.ts';
import { act, badge, confirm, expect, test, visit } from './stories.ts';

// A project: made and filled by one, used by another, limited and suspended.
test.use({ deskName: 'projects' });

test('a project is made, a member works in it by the switch at the head, and what is used is shown against its limits', async ({
  page,
  browser,
  desk,
}) => {
  const domainid = await populate(page, 'Works', { pia: 'User', max: 'User' });
  const pia = await anotherBrowser(browser, desk);
  await signIn(pia, 'pia', 'works');
  await visit(pia, paths.projects);
  await pia.getByRole('button', { name: 'Create project' }).first().click();
  const panel = pia.getByRole('dialog', { name: 'Create project' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Atlas');
  await panel.getByRole('button', { name: 'Create project', exact: true }).click();
  await pia.getByRole('grid').getByRole('link', { name: 'Atlas' }).click();
  await expect(pia.getByRole('heading', { level: 1, name: 'Atlas' })).toBeVisible();
  await act(pia, 'Add account to project');
  const joining = pia.getByRole('dialog', { name: 'Add account to project' });
  await joining.getByRole('combobox', { name: 'Account', exact: true }).fill('max');
  await joining.getByRole('button', { name: 'Add account to project', exact: true }).click();
  await expect(pia.getByRole('grid').getByRole('row', { name: /max/ })).toContainText('Uses it');

  // Max sees it without being told how, and deploys into it.
  const max = await anotherBrowser(browser, desk);
  await signIn(max, 'max', 'works');
  await max.getByRole('combobox', { name: 'Project' }).click();
  await max.getByRole('option', { name: 'Atlas' }).click();
  await visit(max, paths.deployInstance);
  await max.getByRole('textbox', { name: 'Name', exact: true }).fill('shared-1');
  await max.getByRole('button', { name: 'Deploy instance' }).click();
  await expect(max.getByRole('heading', { level: 1, name: 'shared-1' })).toBeVisible();
  await expect(badge(max)).toContainText('Running');

  await pia.getByRole('tab', { name: 'Instances' }).click();
  await expect(pia.getByRole('grid').getByRole('row', { name: /shared-1/ })).toBeVisible();
  await pia.getByRole('tab', { name: 'Limits' }).click();
  await expect(pia.getByRole('meter', { name: 'Instances' })).toHaveAttribute('aria-valuetext', '1 / 20');
  // Whoever is only in it sets no limit; the desk does, and the window follows.
  await expect(pia.getByRole('button', { name: 'Set limit: Instances' })).toHaveCount(0);
  const { project } = await done(page, 'listProjects', { pagesize: 10 });
  const [{ id = '' } = {}] = project as { id: string }[];
  await visit(page, paths.project(id));
  await page.getByRole('tab', { name: 'Limits' }).click();
  await page.getByRole('button', { name: 'Set limit: Instances' }).click();
  const limits = page.getByRole('dialog', { name: 'Set limit: Instances' });
  await limits.getByRole('textbox', { name: 'Limit' }).fill('1');
  await limits.getByRole('button', { name: 'Save' }).click();
  await expect(pia.getByRole('meter', { name: 'Instances' })).toHaveAttribute('aria-valuetext', '1 / 1');

  await act(pia, 'Suspend');
  await confirm(pia, 'Suspend project');
  await expect(badge(pia)).toContainText('Suspended');
  await expect(badge(max)).toContainText('Stopped');

  // Its place in the desk's deploy form: for another account, by its name.
  const { jobid } = await done(page, 'activateProject', { id });
  await ended(page, jobid);
  await visit(page, paths.deployInstance);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('for-max');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'max (ROOT/Works)' }).click();
  await page.getByRole('button', { name: 'Deploy instance' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'for-max' })).toBeVisible();
  const { virtualmachine } = await done(page, 'listVirtualMachines', { account: 'max', domainid });
  expect((virtualmachine as { name: string }[]).map(({ name }) => name)).toEqual(['for-max']);
});
