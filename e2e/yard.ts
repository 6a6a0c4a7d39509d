import { expect, type Locator, type Page } from '@playwright/test';

/** The page as its user sees it. */
export class Yard {
  readonly page: Page;
  /** Where the page is: itself, or a frame in another. */
  readonly root: Pick<Page, 'getByRole' | 'locator'>;

  constructor(page: Page, root: Pick<Page, 'getByRole' | 'locator'> = page) {
    this.page = page;
    this.root = root;
  }

  /** Opens a new cluster; the same seed makes the same one. */
  static async open(page: Page, options: { seed?: string; query?: string } = {}): Promise<Yard> {
    const query = [options.seed === undefined ? 'seed=e2e' : `seed=${options.seed}`, options.query].filter(
      Boolean,
    );
    await page.goto(`/?${query.join('&')}`);
    const yard = new Yard(page);
    await yard.expectBooted();
    return yard;
  }

  async expectBooted(): Promise<void> {
    await expect(this.node('node02')).toBeVisible();
  }

  node(name: string): Locator {
    return this.root.locator(`[data-node="${name}"]`);
  }

  lane(scheduler: string): Locator {
    return this.root.getByRole('treeitem', { name: `scheduler ${scheduler}` });
  }

  /** A pod's token inside a lane, a node, or anywhere on the board. */
  pod(
    name: string | RegExp,
    within: Pick<Locator, 'getByRole'> = this.root.getByRole('tree', { name: 'Cluster' }),
  ): Locator {
    return within.getByRole('treeitem', {
      name: typeof name === 'string' ? new RegExp(`(^|\\W)${name}(\\W|$)`) : name,
    });
  }

  /** Chooses one of the files that have a tab. */
  async chooseFile(name: string): Promise<void> {
    await this.root.getByRole('tab', { name }).click();
  }

  /** Pastes `text` in place of the editor's text. */
  async write(text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.root.locator('[data-pane="editor"] .monaco-editor .view-lines').click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.press('ControlOrMeta+v');
  }

  async apply(): Promise<void> {
    await this.root.getByRole('button', { name: 'Apply' }).click();
  }

  /** What kubectl answered to the last Apply. */
  get result(): Locator {
    return this.root.locator('[data-result]');
  }

  /** Types a line in the terminal by hand, and waits for the next prompt. */
  async run(line: string): Promise<string> {
    await this.root.locator('[data-terminal="controlplane"] .xterm-rows').waitFor();
    await expect(this.#rows()).toContainText('controlplane:~$');
    await this.root.locator('[data-terminal="controlplane"] textarea').focus();
    await this.page.keyboard.type('clear\n');
    await expect.poll(() => this.screen()).toMatch(/^controlplane:~\$ *$/);
    await this.page.keyboard.type(`${line}\n`);
    await expect.poll(() => this.screen(), { timeout: 30_000 }).toMatch(/\n\S*:\S*\$ *$/);
    const screen = await this.screen();
    return screen.slice(`controlplane:~$ ${line}\n`.length).split('\n').slice(0, -1).join('\n');
  }

  /** The terminal's text: wrapped lines in one piece, blank lines at the end left out. */
  async screen(): Promise<string> {
    const columns = Number(
      await this.root.locator('[data-terminal="controlplane"]').getAttribute('data-columns'),
    );
    const rows = await this.#rows().locator('> div').allTextContents();
    let text = '';
    for (const row of rows) {
      const line = row.replaceAll('\u00A0', ' ');
      text += line.length === columns ? line : `${line.trimEnd()}\n`;
    }
    return text.trimEnd();
  }

  #rows(): Locator {
    return this.root.locator('[data-terminal="controlplane"] .xterm-rows');
  }

  /** Reasons of the events about an object, oldest first. */
  async reasons(object: string): Promise<string[]> {
    const rows = await this.root.getByRole('grid', { name: 'Events' }).getByRole('row').all();
    const found: string[] = [];
    for (const row of rows) {
      const cells = await row.getByRole('gridcell').allInnerTexts();
      if (cells.includes(object)) found.push(cells[2] ?? '');
    }
    return found.toReversed();
  }

  async filterEvents(text: string): Promise<void> {
    await this.root.getByRole('searchbox', { name: 'Filter Events' }).fill(text);
  }
}
