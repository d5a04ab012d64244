import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

test('a field says what it means when asked, by pointer and by keyboard, and the form stays as it is', async ({
  page,
}) => {
  await visit(page, paths.templates);
  await page.getByRole('button', { name: 'Register template' }).first().click();
  const panel = page.getByRole('dialog', { name: 'Register template' });
  // The field in hand is left by the press, and tells what it lacks only after it: the mark does not move away from the pointer.
  await expect(panel.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await panel.getByRole('button', { name: 'About: URL' }).click();
  const help = page.getByRole('dialog', { name: 'About: URL' });
  await expect(help).toContainText('Where the image is fetched from');
  await expect(help).toContainText('Parameter url');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expect(panel).toBeVisible();

  await panel.getByRole('textbox', { name: 'Checksum', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'About: Checksum' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'About: Checksum' })).toContainText('refused when it differs');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('dialog', { name: 'About: Checksum' })).toHaveCount(0);
});

test.describe('in Chinese', () => {
  test.use({ language: 'zh-CN' });

  test('the deploy page explains its choices', async ({ page }) => {
    await visit(page, paths.deployInstance);
    await page.getByRole('button', { name: '说明：计算方案' }).click();
    await expect(page.getByRole('dialog', { name: '计算方案' })).toContainText('实例的 CPU 和内存');
  });
});
