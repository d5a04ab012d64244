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

  // By keyboard it is F1 in the field; the marks are no stops on the way from field to field.
  const checksum = panel.getByRole('textbox', { name: 'Checksum', exact: true });
  const about = page.getByRole('dialog', { name: 'About: Checksum' });
  await checksum.focus();
  await page.keyboard.press('F1');
  await expect(about).toContainText('refused when it differs');
  await expect(checksum).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(about).toHaveCount(0);
  await expect(panel).toBeVisible();
  await page.keyboard.press('F1');
  await expect(about).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(about).toHaveCount(0);
  await expect(panel.getByRole('combobox', { name: 'Zone' })).toBeFocused();
});

test.describe('in Chinese', () => {
  test.use({ language: 'zh-CN' });

  test('the deploy page explains its choices', async ({ page }) => {
    await visit(page, paths.deployInstance);
    await page.getByRole('button', { name: '说明：计算方案' }).click();
    await expect(page.getByRole('dialog', { name: '计算方案' })).toContainText('实例的 CPU 和内存');
  });
});
