import type { Locator, Page } from 'playwright-core';

/** The parts of the page by what a person, or a screen reader, calls them. */
export class DemoPage {
  readonly page: Page;
  readonly customer: Locator;
  readonly desk: Locator;
  readonly customerField: Locator;
  readonly agentField: Locator;

  constructor(page: Page) {
    this.page = page;
    this.customer = page.getByRole('region', { name: 'Customer', exact: true });
    this.desk = page.getByRole('region', { name: 'Agent desk' });
    this.customerField = page.getByLabel('Message of the customer');
    this.agentField = page.getByLabel('Message of the agent');
  }

  /** Resolves once this can be seen there. */
  async sees(where: Locator, text: string | RegExp): Promise<void> {
    await where.getByText(text).first().waitFor();
  }

  async asCustomer(text: string): Promise<void> {
    await this.customerField.fill(text);
    await this.customerField.press('Enter');
  }

  /** Another channel, or another person in it. */
  async pick(name: string): Promise<void> {
    await this.customer.getByText(name, { exact: true }).first().click();
  }

  async asTexter(text: string): Promise<void> {
    await this.#enter('Text message', text);
  }

  async asColleague(text: string): Promise<void> {
    await this.#enter('Message in Slack', text);
  }

  async asAgent(text: string): Promise<void> {
    await this.agentField.fill(text);
    await this.agentField.press('Enter');
  }

  async #enter(label: string, text: string): Promise<void> {
    const field = this.page.locator('input:not([type=radio])').and(this.page.getByLabel(label, { exact: true }));
    await field.fill(text);
    await field.press('Enter');
  }

  async press(name: string): Promise<void> {
    await this.desk.getByRole('button', { name }).click();
  }

  /** Anna and Maya are talking. */
  async talk(): Promise<void> {
    await this.asCustomer('Hello');
    await this.press('Accept');
    await this.sees(this.customer, 'Talking with Maya Torres');
  }

  /** What was said, by everybody, from top to bottom. */
  async said(where: Locator): Promise<readonly string[]> {
    return await where.locator('.bubble').allTextContents();
  }

  /** What a screen reader was told. */
  async announced(): Promise<readonly string[]> {
    return await this.page.locator('[aria-live=polite] p').allTextContents();
  }

  /** Tabs on until the element of this name has the focus; each on the way shows that it has it. */
  async tabTo(name: string | RegExp, key = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await this.page.keyboard.press(key);
      const { name: here, outline } = (await this.page.evaluate(FOCUSED)) as { name: string; outline: string };
      if (here !== '' && outline === 'none') throw new Error(`${here} does not show that it has the focus`);
      if (typeof name === 'string' ? here === name : name.test(here)) return;
    }
    throw new Error(`${name} cannot be reached with ${key}`);
  }
}

/** The name of what has the focus, and how that is shown. */
const FOCUSED = `(() => {
  const node = document.activeElement;
  const name = node === document.body ? '' : node.ariaLabel ?? node.labels?.[0]?.textContent ?? node.textContent;
  return { name: name.trim().replace(/\\s+/g, ' '), outline: getComputedStyle(node).outlineStyle };
})()`;
