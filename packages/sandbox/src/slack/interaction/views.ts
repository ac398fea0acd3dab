import { newId, newSecret } from '../id.ts';
import { SlackError } from '../slack-error.ts';
import type { Block } from '../workspace/message.ts';

/** A modal that somebody has open, as the wire has it. */
export type View = Readonly<Record<string, unknown>> & { readonly id: string; readonly hash: string };

/** A view and who sees it. */
export interface OpenView {
  readonly teamId: string;
  readonly userId: string;
  readonly view: View;
}

/** Whose view it will be, and of which app. */
export interface ViewOwner {
  readonly teamId: string;
  readonly userId: string;
  readonly appId: string;
  readonly botId: string;
}

const mostOnTop = 3;

/** The modals on people's screens; the last of a person is on top. */
export class Views {
  #open: readonly OpenView[] = [];

  list(userId?: string): readonly OpenView[] {
    return this.#open.filter((one) => userId === undefined || one.userId === userId);
  }

  find(viewId: string): OpenView | undefined {
    return this.#open.find(({ view }) => view.id === viewId);
  }

  /** On top of what is open. Throws what Slack says of a view that it does not show. */
  push(given: unknown, owner: ViewOwner): View {
    const below = this.list(owner.userId);
    if (below.length >= mostOnTop) throw new SlackError('push_limit_reached');
    const id = newId('V');
    const view = {
      ...checkedView(given),
      id,
      team_id: owner.teamId,
      root_view_id: below[0]?.view.id ?? id,
      previous_view_id: below.at(-1)?.view.id ?? null,
      app_id: owner.appId,
      app_installed_team_id: owner.teamId,
      bot_id: owner.botId,
      hash: hash(),
    };
    this.#open = [...this.#open, { teamId: owner.teamId, userId: owner.userId, view }];
    return view;
  }

  /** Keeps its id. */
  update(viewId: string, given: unknown, expectedHash?: string): View {
    const known = this.find(viewId);
    if (known === undefined) throw new SlackError('not_found');
    if (expectedHash !== undefined && expectedHash !== known.view.hash) throw new SlackError('hash_conflict');
    const view = { ...known.view, ...checkedView(given), id: viewId, hash: hash() };
    this.#open = this.#open.map((one) => (one === known ? { ...one, view } : one));
    return view;
  }

  close(viewId: string): void {
    this.#open = this.#open.filter(({ view }) => view.id !== viewId);
  }

  /** All of one person's. */
  clear(userId: string): void {
    this.#open = this.#open.filter((one) => one.userId !== userId);
  }

  reset(): void {
    this.#open = [];
  }
}

/** The parts that Slack fills in. */
function checkedView(given: unknown): Record<string, unknown> {
  if (typeof given !== 'object' || given === null) throw new SlackError('invalid_arguments');
  const view = given as Record<string, unknown>;
  const { type, title, blocks } = view;
  const problems = [
    ...(type === 'modal' ? [] : ['[ERROR] unsupported type [json-pointer:/view/type]']),
    ...(titleText(title).length > 0 && titleText(title).length <= 24
      ? []
      : ['[ERROR] bad title [json-pointer:/view/title]']),
    ...(Array.isArray(blocks) && blocks.length <= 100 ? [] : ['[ERROR] bad blocks [json-pointer:/view/blocks]']),
  ];
  if (problems.length > 0) {
    throw new SlackError('invalid_arguments', { extra: { response_metadata: { messages: problems } } });
  }
  return {
    private_metadata: '',
    callback_id: '',
    clear_on_close: false,
    notify_on_close: false,
    external_id: '',
    close: null,
    submit: null,
    ...view,
    blocks: (blocks as readonly Block[]).map((block) => ({ block_id: newId('').slice(0, 5), ...block })),
    state: { values: {} },
  };
}

function titleText(title: unknown): string {
  const text = typeof title === 'object' && title !== null ? (title as { text?: unknown }).text : undefined;
  return typeof text === 'string' ? text : '';
}

function hash(): string {
  return newSecret('').slice(0, 20);
}
