import { type Browser, expect, type Page } from '@playwright/test';
import { attachLab, type Lab } from '../lab/lab.ts';
import { startApp } from '../web/app.ts';
import { buildCloud } from './cloud.ts';

/** What every story on real hosts begins with: the lab that it runs in, an app of its own, and a page that is open at its start. */
export interface HostStory {
  lab: Lab;
  page: Page;
  end(): Promise<void>;
}

export async function beginStory(browser: Browser): Promise<HostStory> {
  const lab = await attachLab();
  const app = await startApp();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(app.url);
  const end = async (): Promise<void> => {
    await page.context().close();
    await app.stop();
  };
  return { lab, page, end };
}

/** A story whose zone is there already, on all hosts of a lab with `--prepared`. */
export async function beginStoryInCloud(browser: Browser): Promise<HostStory> {
  const story = await beginStory(browser);
  try {
    await story.page.getByRole('button', { name: 'Begin with real hosts' }).click();
    await buildCloud(story.page, story.lab);
    return story;
  } catch (error) {
    await story.end();
    throw error;
  }
}

/** Opens a page of the app by its path. */
export async function open(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#${path}`);
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
}
