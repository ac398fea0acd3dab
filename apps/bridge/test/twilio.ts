interface PhoneMessage {
  readonly sid: string;
  readonly direction: 'in' | 'out';
  readonly body: string;
  readonly status: string;
  readonly numSegments: number;
}

/** What the sandbox's Twilio has, as its control API tells it, and one phone that texts through it. */
export class Twilio {
  readonly url: string;
  readonly phone: string;

  constructor(url: string, phone: string = '+12025550142') {
    this.url = url;
    this.phone = phone;
  }

  async text(body: string): Promise<void> {
    await this.post(`/phones/${encodeURIComponent(this.phone)}/messages`, { body });
  }

  /** What was sent to the phone, in order, whatever has become of it. */
  async sent(): Promise<readonly PhoneMessage[]> {
    const response = await fetch(`${this.url}/_sandbox/phones/${encodeURIComponent(this.phone)}/messages`);
    const { items } = (await response.json()) as { readonly items: readonly PhoneMessage[] };
    return items.filter(({ direction }) => direction === 'in');
  }

  async post(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.url}/_sandbox${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}
