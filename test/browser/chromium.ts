import { existsSync } from 'node:fs';
import process from 'node:process';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export type { Browser, Page };

const DEFAULT_PATH = '/usr/bin/chromium';

/** A headless Chromium, or why there is none. */
export type Launched = { browser: Browser } | { skipped: string };

/**
 * Starts Chromium: `$CHROMIUM`, or the one of Debian.
 *
 * @throws Error without one, where `ENJAMBRE_NEEDS_CHROMIUM=1` says that there must be one
 */
export async function launchChromium(): Promise<Launched> {
  const executablePath = process.env.CHROMIUM || DEFAULT_PATH;
  if (existsSync(executablePath)) {
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    return { browser: await chromium.launch({ executablePath, args }) };
  }
  const reason = 'no Chromium (apt install chromium)';
  if (process.env.ENJAMBRE_NEEDS_CHROMIUM === '1') throw new Error(`There is ${reason} at ${executablePath}`);
  return { skipped: reason };
}

/** A page that was opened, and what went wrong in it until now: errors, dialogs, and requests for anything but the page. */
export interface Opened {
  page: Page;
  problems: string[];
}

/** Opens an HTML text as a page of its own. */
export async function openHtml(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const address = 'http://report.example/';
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === address) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    problems.push(`request: ${url}`);
    return route.abort();
  });
  await page.goto(address, { waitUntil: 'load' });
  return { page, problems };
}
